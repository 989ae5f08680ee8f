package dev.irsa.doctor.internal.probe;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import dev.irsa.internal.sts.StsRequest;
import dev.irsa.internal.text.TimestampReader;
import dev.irsa.internal.time.Clocks;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls servers with the library's own client, with the proxy and trust of a pod's settings. Each
 * stage is timed. Failures of the network or a server are results, not exceptions. Thread-safe.
 */
public final class NetworkProbe {

  private static final Duration MAX_LOOKUP = Duration.ofSeconds(2);

  private final Configuration settings;
  private final @Nullable CaBundle caBundle;
  private final LocalMachine machine;

  /**
   * Creates an instance for calls from a machine.
   *
   * @param caBundle the path on this machine of the settings' CA bundle, or null
   */
  public NetworkProbe(Configuration settings, @Nullable Path caBundle, LocalMachine machine) {
    this.settings = settings;
    this.caBundle = caBundle == null ? null : bundle(caBundle);
    this.machine = machine;
  }

  private CaBundle bundle(Path file) {
    return new CaBundle(
        file,
        Objects.requireNonNullElse(settings.origin(Setting.CA_BUNDLE), Setting.CA_BUNDLE.label()));
  }

  /** Gets a document, through the proxy if the settings choose it. */
  public ProbeResult get(URI server, Duration bound) {
    return send(server, configured(server), HttpRequest.get(null), bound);
  }

  /**
   * Sends a request without a body and without a proxy.
   *
   * @param authority a file of further authorities to trust; null for the settings' CA bundle
   */
  public ProbeResult sendDirectly(
      URI server,
      String method,
      Map<String, String> fields,
      @Nullable Path authority,
      Duration bound) {
    StringBuilder text = new StringBuilder();
    fields.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    HttpRequest request = new HttpRequest(method, text.toString(), new byte[0]);
    return send(server, direct(authority == null ? caBundle : bundle(authority)), request, bound);
  }

  private Transport configured(URI server) {
    return new Transport(settings.proxyFor(server), caBundle, null, machine::addresses);
  }

  private Transport direct(@Nullable CaBundle trusted) {
    return new Transport(null, trusted, null, machine::addresses);
  }

  /** Posts a form to an endpoint of STS, unsigned. */
  public ProbeResult post(URI sts, String form, Duration bound) {
    URI root = sts.resolve("/");
    return send(root, configured(root), HttpRequest.post(bytes(form)), bound);
  }

  /**
   * Posts a form to an endpoint of STS, signed.
   *
   * @param token the session token, or null for static keys
   * @param now the time of STS
   */
  public CallerIdentityResult post(
      URI server,
      String form,
      String keyId,
      String secret,
      @Nullable String token,
      Instant now,
      Duration bound) {
    URI endpoint = server.resolve("/");
    Transport transport = configured(endpoint);
    Map<String, String> signed =
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Host",
            ConnectionFactory.authority(endpoint));
    String region = StsHosts.signingRegion(endpoint, settings.region());
    Map<String, String> signature =
        new RequestSigner("sts", Objects.requireNonNullElse(region, "us-east-1"))
            .sign("POST", "/", signed, bytes(form), new SigningKeys(keyId, secret, token), now);
    return CallerIdentityResult.of(
        send(endpoint, transport, HttpRequest.post(bytes(form), signature), bound));
  }

  private static byte[] bytes(String form) {
    return form.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Exchanges a token at an endpoint of STS, once.
   *
   * @throws CredentialsException as the library does
   */
  public SessionCredentials exchange(URI sts, String token, Duration bound) {
    WebIdentity identity = Objects.requireNonNull(settings.webIdentity());
    RunningExchange call = new RunningExchange(bound, machine::nanoTime);
    return new StsRequest(sts, configured(sts), call)
        .send(identity, new IdentityToken(token))
        .credentials();
  }

  /**
   * Asks the container endpoint for credentials, once.
   *
   * @param token the content of the token's file; null without a file
   * @throws CredentialsException as the library does
   */
  public SessionCredentials askAgent(@Nullable String token, Duration bound) {
    ContainerIdentity container = Objects.requireNonNull(settings.container());
    IdentityToken sent = token == null ? container.token() : new IdentityToken(token);
    return new ContainerExchange(
            container,
            direct(caBundle),
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            new Clocks(machine.clock(), machine::nanoTime))
        .ask(sent, new RunningExchange(bound, machine::nanoTime))
        .credentials();
  }

  private ProbeResult send(URI server, Transport transport, HttpRequest request, Duration bound) {
    Duration lookup = bound.compareTo(MAX_LOOKUP) < 0 ? bound : MAX_LOOKUP;
    BoundedResolver resolver = new BoundedResolver(transport.resolver(), lookup);
    CertificateRecorder trust = null;
    HttpResponse response = null;
    Exception failure = null;
    try {
      trust =
          ConnectionFactory.isPlain(server) ? null : CertificateRecorder.of(transport.caBundle());
    } catch (IOException | MisconfiguredException e) {
      failure = e;
    }
    // Started here, because reading the trust store does not count.
    StageTimes times = new StageTimes();
    HttpExchange state = new HttpExchange(new IoDeadline(machine::nanoTime, bound), times);
    if (failure != null) {
      times.entered(Stage.TLS);
    } else {
      SSLContext context = trust == null ? null : trust.context();
      Transport observed = new Transport(transport.proxy(), null, context, resolver);
      try {
        response = new HttpClient(server, observed, state).send(request);
      } catch (IOException | RuntimeException e) {
        // Providers of TLS that the process installed throw unchecked exceptions.
        failure = e;
      }
    }
    times.end();
    return new ProbeResult(
        server,
        transport.proxy() == null ? null : transport.proxy().toString(),
        times.current(),
        times.describe(),
        response == null && state.proxy() != null,
        resolver.resolved(),
        trust == null ? List.of() : trust.presented(),
        response == null ? null : read(response),
        failure);
  }

  private ProbeResult.Response read(HttpResponse response) {
    Instant date = TimestampReader.parseHeader(response.date());
    return new ProbeResult.Response(
        response.status(),
        new String(response.body(), StandardCharsets.UTF_8),
        // The field has whole seconds, so it is half a second late on average.
        date == null ? null : Duration.between(machine.clock().instant(), date.plusMillis(500)));
  }
}
