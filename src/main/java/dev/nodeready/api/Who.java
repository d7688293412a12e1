package dev.nodeready.api;

import dev.nodeready.tree.Fields;
import java.util.List;

/**
 * Who the API server says we are.
 *
 * @param user such as {@code system:node:NAME}; empty where it does not tell
 */
public record Who(String user, List<String> groups) {
  /** The API server does not tell. */
  public static final Who UNTOLD = new Who("", List.of());

  /** What the user name of every node begins with. */
  public static final String NODE = "system:node:";

  /** Whether we are a node, and another one than {@code name}. */
  public boolean isOtherNode(String name) {
    return user.startsWith(NODE) && !user.equals(NODE + name);
  }

  static Who of(Fields review) {
    Fields info = review.at("status", "userInfo");
    return new Who(info.text("username"), info.texts("groups"));
  }
}
