package dev.irsa.doctor.internal.network;

import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.sts.XmlDocument;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A response of STS to a signed call. Immutable.
 *
 * @param call the call
 * @param document the document in the response, or null if it is not one of STS
 */
public record StsReply(ProbeResult call, @Nullable XmlDocument document) {

  /** Interprets a response. */
  public static StsReply of(ProbeResult call) {
    try {
      return new StsReply(
          call,
          call.isAnswered()
              ? XmlDocument.parse(call.body().getBytes(StandardCharsets.UTF_8))
              : null);
    } catch (MalformedResponseException e) {
      return new StsReply(call, null);
    }
  }

  /** Returns whether STS did what it was asked. */
  public boolean isSuccess() {
    return call.status() == 200 && document != null;
  }

  /** Returns AWS's error code, or null. */
  public @Nullable String code() {
    return document == null ? null : document.text("Error", "Code");
  }

  /** Returns AWS's error message, empty if there is none. */
  public String message() {
    String message = document == null ? null : document.text("Error", "Message");
    return message == null ? "" : message;
  }

  /** Returns the ARN of the caller, or null. */
  public @Nullable String callerArn() {
    return document == null ? null : document.text("GetCallerIdentityResult", "Arn");
  }

  /** Returns the outcome in words, without secrets. */
  public String describe() {
    if (code() != null) {
      return code()
          + " ("
          + call.status()
          + (message().isEmpty() ? ")" : ") \"" + message() + "\"");
    }
    return call.isAnswered()
        ? "status " + call.status() + " without a document of STS"
        : call.stage() + " failed";
  }
}
