package dev.nodeready.api;

/**
 * Hears of what happens to objects.
 *
 * @param <T> the objects
 */
public interface Watcher<T> {
  /** The watch has begun; the objects that are there already are told next, each as seen. */
  void opened();

  /** An object is there, or another than before. */
  void seen(T object);

  /** An object is there no more. */
  void deleted(T object);
}
