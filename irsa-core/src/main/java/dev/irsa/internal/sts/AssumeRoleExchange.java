package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Assumes a role at an STS endpoint with requests that are signed with the credentials of another
 * session. Each call uses a new connection. Thread-safe; keeps no credentials.
 */
public final class AssumeRoleExchange {

  private static final String ACTION = "AssumeRole";

  private final ChainedIdentity identity;
  private final String region;
  private final URI endpoint;
  private final Transport transport;
  private final LongSupplier nanoTime;

  /**
   * Creates an exchange, without I/O.
   *
   * @param identity the role and the parameters of the session
   * @param region the region in the signature
   * @param endpoint the endpoint, with its path
   * @param transport the settings of connections
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public AssumeRoleExchange(
      ChainedIdentity identity,
      String region,
      URI endpoint,
      Transport transport,
      LongSupplier nanoTime) {
    this.identity = identity;
    this.region = region;
    this.endpoint = endpoint;
    this.transport = transport;
    this.nanoTime = nanoTime;
  }

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration of the call, counted from now
   */
  public StsCall call(Duration bound) {
    return new StsCall(identity.roleArn(), endpoint, transport, nanoTime, bound);
  }

  /**
   * Signs and sends the request, and reads the response. Done once with a call.
   *
   * @param signer the credentials that assume the role
   * @param now the time by the clock of STS, which tolerates five minutes
   * @throws CredentialsException if STS rejects the request, or does not return a usable response
   *     in time
   */
  public ExchangeResult send(StsCall call, SessionCredentials signer, Instant now) {
    return call.send(ACTION, request(signer, now), signer.sessionToken());
  }

  /** Discards what earlier calls have left for later ones, such as a TLS session. */
  public void forget() {
    transport.forget();
  }

  private HttpRequest request(SessionCredentials signer, Instant now) {
    byte[] form = form();
    String path = endpoint.getRawPath();
    Map<String, String> signature =
        new RequestSigner("sts", region)
            .sign(
                "POST",
                path.isEmpty() ? "/" : path,
                Map.of("Host", new ConnectionFactory(endpoint, transport).authority()),
                form,
                SigningKeys.of(signer),
                now);
    return HttpRequest.post(form, signature);
  }

  private byte[] form() {
    RoleRequest role = identity.request();
    StsForm form =
        new StsForm(ACTION, identity.roleArn(), identity.roleSessionName())
            .withSession(
                identity.duration(),
                role.sessionPolicy(),
                Objects.requireNonNullElse(role.sessionPolicyArns(), List.of()))
            .with("ExternalId", role.externalId())
            .with("SourceIdentity", role.sourceIdentity());
    int tag = 1;
    for (Map.Entry<String, String> each : role.sessionTags().entrySet()) {
      String member = "Tags.member." + tag++;
      form.with(member + ".Key", each.getKey()).with(member + ".Value", each.getValue());
    }
    int key = 1;
    for (String each : role.transitiveTagKeys()) {
      form.with("TransitiveTagKeys.member." + key++, each);
    }
    return form.bytes();
  }
}
