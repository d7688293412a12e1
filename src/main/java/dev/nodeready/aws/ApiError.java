package dev.nodeready.aws;

import dev.nodeready.net.Http;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What an API said instead of an answer.
 *
 * @param code empty where it said none, as when something else answered in its place
 */
record ApiError(int status, String code, String message) {
  static ApiError of(Http.Answer answer) {
    try {
      return answer.text().stripLeading().startsWith("{") ? json(answer) : xml(answer);
    } catch (IOException e) {
      return new ApiError(answer.status(), "", ImdsFailures.shortened(answer.text()));
    }
  }

  private static ApiError xml(Http.Answer answer) throws IOException {
    XmlNode error = XmlNode.read(answer.body()).child("Errors").child("Error");
    return new ApiError(answer.status(), error.child("Code").text(), error.child("Message").text());
  }

  private static ApiError json(Http.Answer answer) throws IOException {
    Map<List<String>, String> leaves = JsonLeaves.read(answer.body());
    String type = leaves.getOrDefault(List.of("__type"), answer.header("x-amzn-errortype"));
    String message = leaves.getOrDefault(List.of("message"), "");
    return new ApiError(
        answer.status(),
        type.substring(type.lastIndexOf('#') + 1),
        leaves.getOrDefault(List.of("Message"), message));
  }

  /** One line for people. */
  String toLine() {
    String text = code.isEmpty() ? message : code + ": " + message;
    return "it answered " + status + " " + ImdsFailures.shortened(text);
  }
}
