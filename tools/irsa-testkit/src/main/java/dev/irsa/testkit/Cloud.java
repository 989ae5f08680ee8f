package dev.irsa.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.http.ConnectProxy;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.podidentity.EksAuthService;
import dev.irsa.testkit.internal.podidentity.PodIdentityAssociations;
import dev.irsa.testkit.internal.podidentity.PodTokens;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.sts.HttpsIssuerClient;
import dev.irsa.testkit.internal.sts.LabStsSettings;
import dev.irsa.testkit.internal.sts.PublishedKeys;
import dev.irsa.testkit.internal.sts.StsService;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import dev.irsa.testkit.s3.ObjectStore;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The AWS side of a lab: the account, and the servers on loopback that stand in for AWS's
 * endpoints.
 */
final class Cloud implements AutoCloseable {
  private final LabSettings settings;
  private final Deque<AutoCloseable> opened;
  final UniqueIds ids = new UniqueIds(new SecureRandom());
  final LabCertificateAuthority authority;
  final LabFiles files;
  final OidcIssuer issuer;
  final Account account;
  final OidcProvider provider;
  final AccessKeys keys;
  final RequestLog requests = new RequestLog();
  final RequestLog issuerRequests = new RequestLog();
  private final PublishedKeys publishedKeys;
  final Endpoint sts;
  final ObjectStore objects;
  final Endpoint s3;
  final Endpoint oidc;
  final ConnectProxy proxy;
  final PodIdentityAssociations associations;
  private final Lazy<Endpoint> eksAuth;
  private final Lazy<PodIdentityAgent> agent;

  /**
   * Creates the account and starts the servers.
   *
   * @param opened receives what must be closed, last opened first
   */
  private Cloud(LabSettings settings, Deque<AutoCloseable> opened) throws IOException {
    this.settings = settings;
    this.opened = opened;
    this.authority = LabCertificateAuthority.create();
    this.files = open(new LabFiles(authority));
    open(settings.time());
    this.account = new Account(settings.partition(), settings.accountId(), ids);
    this.issuer =
        OidcIssuer.withSharedKey(settings.issuer() == null ? generatedIssuer() : settings.issuer());
    this.provider = account.createOidcProvider(issuer.issuer(), Set.of("sts.amazonaws.com"));
    Clock clock = settings.time().clock();
    this.objects = new ObjectStore(clock);
    this.keys = new AccessKeys(account, ids, clock);
    LabStsSettings stsSettings =
        new LabStsSettings(settings.region(), settings.tokenLeeway(), settings.sessionLifetime());
    this.publishedKeys =
        new PublishedKeys(
            new HttpsIssuerClient(inBackground(authority::clientContext), this::route));
    StsService stsService =
        new StsService(account, keys, publishedKeys, clock, signingClocks(), stsSettings);
    String[] hosts = certificateHosts();
    Endpoint.Certificates certificates =
        new Endpoint.Certificates(
            inBackground(() -> authority.serverContext(hosts)),
            () -> LabCertificateAuthority.create().serverContext(hosts));
    this.sts = serve(stsService, certificates, requests, IrsaLab.Network.STS);
    this.s3 =
        serve(
            objects.service(keys, signingClocks(), settings.region()),
            certificates,
            requests,
            IrsaLab.Network.S3);
    this.oidc =
        serve(new IssuerService(issuer), certificates, issuerRequests, IrsaLab.Network.OIDC);
    this.proxy = open(startProxy());
    this.associations = new PodIdentityAssociations(settings.cluster(), ids);
    this.eksAuth = open(new Lazy<>(() -> startEksAuth(certificates)));
    this.agent = open(new Lazy<>(this::startAgent));
  }

  @CanIgnoreReturnValue
  private <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  private String[] certificateHosts() {
    return Stream.of(
            "localhost",
            "127.0.0.1",
            settings.network().certificateHost(),
            issuer.issuer().getHost())
        .distinct()
        .toArray(String[]::new);
  }

  private ConnectProxy startProxy() {
    LabHosts hosts =
        new LabHosts(
            issuer.issuer().getHost(), sts.plainAddress(), s3.plainAddress(), oidc.plainAddress());
    InetSocketAddress at = settings.network().address(IrsaLab.Network.PROXY);
    try {
      return ConnectProxy.start(
          authority, settings.time().clock(), hosts, at, settings.network().host());
    } catch (IOException e) {
      throw Endpoint.cannotListen(at, e);
    }
  }

  private Endpoint startEksAuth(Endpoint.Certificates certificates) {
    return Endpoint.start(eksAuthService(), settings.time(), certificates, requests);
  }

  private EksAuthService eksAuthService() {
    return new EksAuthService(
        settings.cluster(),
        associations,
        account,
        keys,
        issuer,
        settings.time().clock(),
        settings.sessionLifetime());
  }

  private PodIdentityAgent startAgent() {
    return new PodIdentityAgent(
        settings.clusterName(),
        () -> eksAuth.get().plainAddress(),
        settings.time(),
        settings.effectiveAgent(),
        new PodTokens(issuer, settings.time().clock())::isSigned,
        settings.network().agentAddress(),
        IrsaLab.Network.IPV4_LOOPBACK);
  }

  static Cloud start(LabSettings settings) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Cloud(settings, opened);
    } catch (IOException e) {
      close(opened);
      throw new UncheckedIOException("cannot start the lab", e);
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  /** Builds the TLS context in the background: a fresh JVM needs half a second for it. */
  private static Supplier<SSLContext> inBackground(Supplier<SSLContext> context) {
    return LabThreads.supply("tls", context)::join;
  }

  private URI generatedIssuer() {
    String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return URI.create(
        "https://oidc.eks.%s.%s/id/%s".formatted(settings.region(), settings.dnsSuffix(), id));
  }

  /**
   * Returns the address of an issuer: the lab's own port for the cluster's issuer, DNS for any
   * other.
   */
  private InetSocketAddress route(URI uri) {
    return uri.getHost().equals(issuer.issuer().getHost())
        ? oidc.secureAddress()
        : new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort());
  }

  private Endpoint serve(
      Service service, Endpoint.Certificates certificates, RequestLog log, int server) {
    IrsaLab.Network network = settings.network();
    return open(
        Endpoint.start(
            service, settings.time(), certificates, log, network.address(server), network.host()));
  }

  /**
   * Returns the clocks that requests may be signed by. With virtual time, clients use the machine's
   * clock until a response tells them the lab's time.
   */
  private List<Clock> signingClocks() {
    Clock clock = settings.time().clock();
    return settings.virtualTime() ? List.of(clock, Clock.systemUTC()) : List.of(clock);
  }

  OidcProvider trustIssuer(URI trusted, Set<String> clientIds, String keySet) {
    publishedKeys.publish(trusted, keySet);
    return account.createOidcProvider(trusted, clientIds);
  }

  Endpoint eksAuth() {
    return eksAuth.get();
  }

  PodIdentityAgent agent() {
    return agent.get();
  }

  @Override
  public void close() {
    close(opened);
  }

  private static void close(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (RuntimeException e) {
        close(opened);
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the parts of a lab throw unchecked exceptions only", e);
      }
    }
  }

  /** Maps the host names of AWS and of the issuer to ports of the lab, for clients of its proxy. */
  private static final class LabHosts implements ConnectProxy.Backends {
    private static final String SUFFIX = "(amazonaws\\.com(\\.cn)?|api\\.aws)";
    private static final Pattern STS = Pattern.compile("sts(-fips)?(\\.[a-z0-9-]+)?\\." + SUFFIX);
    private static final Pattern S3 =
        Pattern.compile("(.+\\.)?s3(-fips)?(\\.dualstack)?([.-][a-z0-9-]+)?\\." + SUFFIX);
    private static final Pattern OIDC = Pattern.compile("oidc\\.eks\\.[a-z0-9-]+\\." + SUFFIX);

    private final Map<Pattern, InetSocketAddress> addresses = new LinkedHashMap<>();

    /**
     * Creates the map.
     *
     * @param issuerHost the host of the lab's issuer, which need not be one of AWS
     */
    LabHosts(
        String issuerHost, InetSocketAddress sts, InetSocketAddress s3, InetSocketAddress oidc) {
      addresses.put(Pattern.compile(issuerHost.toLowerCase(Locale.ROOT), Pattern.LITERAL), oidc);
      addresses.put(STS, sts);
      addresses.put(OIDC, oidc);
      addresses.put(S3, s3);
    }

    @Override
    public @Nullable InetSocketAddress backendOf(String host) {
      return addresses.entrySet().stream()
          .filter(entry -> entry.getKey().matcher(host).matches())
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }
}
