package dev.nodeready.config;

/** What becomes of a document in which a value is of a wrong type. */
enum Flawed {
  /** A boot does not go by it. */
  REFUSED,
  /** The rest of it is read, to tell everything else that is wrong with it too. */
  READ
}
