package dev.nodeready.aws;

import dev.nodeready.net.Http;
import dev.nodeready.tree.Fields;
import java.io.IOException;

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
    XmlNode error = XmlReader.read(answer.body()).child("Errors").child("Error");
    return new ApiError(answer.status(), error.child("Code").text(), error.child("Message").text());
  }

  private static ApiError json(Http.Answer answer) throws IOException {
    Fields error = Fields.ofJson(answer.text());
    String type =
        error.text("__type").isEmpty() ? answer.header("x-amzn-errortype") : error.text("__type");
    String message = error.text("Message");
    return new ApiError(
        answer.status(),
        type.substring(type.lastIndexOf('#') + 1),
        message.isEmpty() ? error.text("message") : message);
  }

  /** One line for people. */
  String toLine() {
    String text = code.isEmpty() ? message : code + ": " + message;
    return "it answered " + status + " " + ImdsFailures.shortened(text);
  }
}
