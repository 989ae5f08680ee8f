package dev.irsa.doctor.internal.probe;

import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.sts.XmlDocument;
import dev.irsa.internal.sts.XmlReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What STS answered to a signed request. Immutable; {@link #toString()} contains no secrets.
 *
 * @param call the result of the connection
 * @param isSuccess whether STS granted the request
 * @param code AWS's error code, or null
 * @param message AWS's error message, empty if there is none
 * @param callerArn the ARN of the caller in an answer to GetCallerIdentity, or null
 */
public record CallerIdentityResult(
    ProbeResult call,
    boolean isSuccess,
    @Nullable String code,
    String message,
    @Nullable String callerArn) {

  static CallerIdentityResult of(ProbeResult call) {
    try {
      XmlDocument document = read(call);
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

  private static XmlDocument read(ProbeResult call) throws MalformedResponseException {
    return XmlReader.read(call.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the token in an answer to GetWebIdentityToken, a secret, or null. */
  public @Nullable String webIdentityToken() {
    try {
      return read(call).text("GetWebIdentityTokenResult", "WebIdentityToken");
    } catch (MalformedResponseException e) {
      return null;
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
