package dev.irsa.doctor.internal.exchange;

import dev.irsa.doctor.internal.network.ConnectionTarget;
import dev.irsa.doctor.internal.network.PathRequest;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.network.StagedCall;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signed calls to STS. Thread-safe; does not keep keys. */
public final class SignedCalls {

  private static final String VERSION = "&Version=2011-06-15";
  private static final String IDENTITY = "Action=GetCallerIdentity" + VERSION;

  private final StagedCall calls;
  private final ConnectionTarget sts;
  private final String region;
  private final Clock serverClock;

  /**
   * Creates an instance.
   *
   * @param sts the endpoint
   * @param region the region of the endpoint
   * @param serverClock the clock of STS, so that a wrong clock of this machine does not matter
   */
  public SignedCalls(StagedCall calls, ConnectionTarget sts, String region, Clock serverClock) {
    this.calls = calls;
    this.sts = sts;
    this.region = region;
    this.serverClock = serverClock;
  }

  /** Asks STS an unsigned question, which shows whether and how it is reached, and its time. */
  public static ProbeResult probe(StagedCall calls, ConnectionTarget sts, Duration bound) {
    return calls.send(sts, PathRequest.form(IDENTITY), bound);
  }

  /** Asks STS whose keys these are. */
  public StsReply callerIdentity(SigningKeys keys, Duration bound) {
    return send(IDENTITY, keys, bound);
  }

  /** Assumes a role with the keys of another one. The credentials are dropped. */
  public StsReply assumeRole(
      String roleArn,
      String sessionName,
      @Nullable String externalId,
      SigningKeys keys,
      Duration bound) {
    String form =
        "Action=AssumeRole"
            + VERSION
            + "&DurationSeconds=900&RoleArn="
            + encoded(roleArn)
            + "&RoleSessionName="
            + encoded(sessionName)
            + (externalId == null ? "" : "&ExternalId=" + encoded(externalId));
    return send(form, keys, bound);
  }

  private StsReply send(String form, SigningKeys keys, Duration bound) {
    PathRequest request = PathRequest.form(form);
    Map<String, String> signed = new HashMap<>(request.fields());
    signed.put("Host", sts.authority());
    Map<String, String> signature =
        new RequestSigner("sts", region)
            .sign(
                request.method(),
                request.path(),
                signed,
                form.getBytes(StandardCharsets.UTF_8),
                keys,
                serverClock.instant());
    return StsReply.of(calls.send(sts, request.with(signature), bound));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
