package dev.irsa.testkit;

import dev.irsa.policy.OidcProvider;
import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.sts.HttpsIssuerClient;
import dev.irsa.testkit.internal.sts.LabStsSettings;
import dev.irsa.testkit.internal.sts.PublishedKeys;
import dev.irsa.testkit.internal.sts.StsService;
import dev.irsa.testkit.server.ConnectProxy;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * The AWS side of a lab: the account, and the servers on loopback that stand in for AWS's
 * endpoints.
 */
final class Cloud implements AutoCloseable {
  private final LabParts parts;
  final LabFiles files;
  final LabAccount account;
  final RequestLog requests = new RequestLog();
  final RequestLog issuerRequests = new RequestLog();
  private final PublishedKeys publishedKeys;

  /** By region, the first one first. */
  final Map<String, Endpoint> sts = new LinkedHashMap<>();

  final Endpoint s3;
  final Endpoint oidc;
  final ConnectProxy proxy;
  final PodIdentityServers podIdentity;

  /**
   * Creates the account and starts the servers.
   *
   * @param issuer the issuer of the cluster
   * @param parts receives what must be closed
   */
  private Cloud(LabSettings settings, OidcIssuer issuer, LabParts parts) throws IOException {
    this.parts = parts;
    LabCertificateAuthority authority = LabCertificateAuthority.acquire();
    parts.open(authority::release);
    this.files = parts.open(new LabFiles(authority));
    parts.open(settings.time());
    this.account = LabAccount.create(settings, issuer.issuer());
    this.publishedKeys =
        new PublishedKeys(
            new HttpsIssuerClient(
                inBackground(authority::clientContext), uri -> route(uri, issuer.issuer())));
    Endpoint.Certificates certificates =
        certificates(authority, settings.addresses(), issuer.issuer());
    serveSts(settings.region(), settings, certificates, LabAddresses.STS);
    if (settings.spareRegion() != null) {
      serveSts(settings.spareRegion(), settings, certificates, LabAddresses.SPARE_STS);
    }
    this.s3 = serve(s3Service(settings), settings, certificates, requests, LabAddresses.S3);
    this.oidc =
        serve(
            new IssuerService(issuer, account.iam()),
            settings,
            certificates,
            issuerRequests,
            LabAddresses.OIDC);
    this.proxy = parts.open(startProxy(settings, authority, issuer.issuer()));
    this.podIdentity =
        new PodIdentityServers(settings, account, issuer, certificates, requests, parts);
  }

  static Cloud start(LabSettings settings, OidcIssuer issuer) {
    LabParts parts = new LabParts();
    try {
      return new Cloud(settings, issuer, parts);
    } catch (IOException e) {
      parts.close();
      throw new UncheckedIOException("cannot start the lab", e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static Endpoint.Certificates certificates(
      LabCertificateAuthority authority, LabAddresses addresses, URI issuer) {
    String[] hosts =
        Stream.of(
                "localhost",
                "127.0.0.1",
                "*.tokens.sts.global.api.aws",
                addresses.certificateHost(),
                issuer.getHost())
            .distinct()
            .toArray(String[]::new);
    return new Endpoint.Certificates(
        inBackground(() -> authority.serverContext(hosts)),
        () -> LabCertificateAuthority.create().serverContext(hosts));
  }

  /** Builds the TLS context in the background: a fresh JVM needs half a second for it. */
  private static Supplier<SSLContext> inBackground(Supplier<SSLContext> context) {
    return LabThreads.supply("tls", context)::join;
  }

  private void serveSts(
      String region, LabSettings settings, Endpoint.Certificates certificates, int server) {
    sts.put(region, serve(stsService(region, settings), settings, certificates, requests, server));
  }

  private StsService stsService(String region, LabSettings settings) {
    return new StsService(
        account.iam(),
        account.keys(),
        publishedKeys,
        settings.time().clock(),
        settings.signingClocks(),
        new LabStsSettings(
            region,
            settings.tokenLeeway(),
            settings.sessionLifetime(),
            settings.outboundTokenLifetime()));
  }

  private Service s3Service(LabSettings settings) {
    return account.objects().service(account.keys(), settings.signingClocks(), settings.region());
  }

  private Endpoint serve(
      Service service,
      LabSettings settings,
      Endpoint.Certificates certificates,
      RequestLog log,
      int server) {
    LabAddresses addresses = settings.addresses();
    return parts.open(
        Endpoint.start(
            service, settings.time(), certificates, log, addresses.of(server), addresses.host()));
  }

  private ConnectProxy startProxy(
      LabSettings settings, LabCertificateAuthority authority, URI issuer) {
    LabHosts hosts = new LabHosts(issuer.getHost(), sts, s3.plainAddress(), oidc.plainAddress());
    LabAddresses addresses = settings.addresses();
    InetSocketAddress at = addresses.of(LabAddresses.PROXY);
    try {
      return ConnectProxy.start(
          authority::serverContext, settings.time().clock(), hosts, at, addresses.host());
    } catch (IOException e) {
      throw Endpoint.cannotListen(at, e);
    }
  }

  /**
   * Returns the address of an issuer: the lab's own port for the cluster's issuer, DNS for any
   * other.
   */
  private InetSocketAddress route(URI uri, URI ofCluster) {
    return uri.getHost().equals(ofCluster.getHost())
        ? oidc.secureAddress()
        : new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort());
  }

  OidcProvider trustIssuer(URI trusted, Set<String> clientIds, String keySet) {
    publishedKeys.publish(trusted, keySet);
    return account.iam().createOidcProvider(trusted, clientIds);
  }

  @Override
  public void close() {
    parts.close();
  }
}
