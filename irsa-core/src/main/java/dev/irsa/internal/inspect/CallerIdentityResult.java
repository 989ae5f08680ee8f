package dev.irsa.internal.inspect;

import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.sts.XmlDocument;
import dev.irsa.internal.sts.XmlReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What STS answered to GetCallerIdentity. Immutable.
 *
 * @param call the result of the connection
 * @param isSuccess whether STS granted the request
 * @param code AWS's error code, or null
 * @param message AWS's error message, empty if there is none
 * @param callerArn the ARN of the caller, or null
 */
public record CallerIdentityResult(
    ProbeResult call,
    boolean isSuccess,
    @Nullable String code,
    String message,
    @Nullable String callerArn) {

  static CallerIdentityResult of(ProbeResult call) {
    try {
      XmlDocument document = XmlReader.read(call.body().getBytes(StandardCharsets.UTF_8));
      return new CallerIdentityResult(
          call,
          call.status() == 200,
          document.text("Error", "Code"),
          Objects.requireNonNullElse(document.text("Error", "Message"), ""),
          document.text("GetCallerIdentityResult", "Arn"));
    } catch (MalformedResponseException e) {
      return new CallerIdentityResult(call, false, null, "", null);
    }
  }

  /** Describes the outcome, without secrets. */
  public String describe() {
    if (code != null) {
      return code + " (" + call.status() + (message.isEmpty() ? ")" : ") \"" + message + "\"");
    }
    return call.isAnswered()
        ? "status " + call.status() + " without a document of STS"
        : call.stage() + " failed";
  }
}
