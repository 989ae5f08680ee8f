package dev.irsa.testkit.internal.sts;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** An STS on loopback, the issuer that it trusts, and the AWS SDK as its client. */
final class StsWorld implements AutoCloseable {
  static final URI ISSUER = URI.create("https://oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1");
  static final String SUBJECT = "system:serviceaccount:default:my-sa";
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();
  private static final OidcIssuer SIGNER = OidcIssuer.withSharedKey(ISSUER);

  final ManualTime manual = ManualTime.startingAt(Instant.parse("2031-03-14T15:04:05.678Z"));
  final LabTime time = LabTime.of(manual);
  final UniqueIds ids = new UniqueIds(new Random(7));
  final Account account = new Account("aws", "111122223333", ids);
  final AccessKeys keys = new AccessKeys(account, ids, time.clock());
  final RequestLog log = new RequestLog();
  final List<URI> fetched = new ArrayList<>();
  final OidcIssuer issuer;
  final StsService service;
  final Endpoint endpoint;
  private final SdkHttpClient http = UrlConnectionHttpClient.create();

  /** Replaces the response when STS fetches from the issuer. */
  IOException issuerFailure;

  StsWorld() {
    this(LabStsSettings.of("ap-northeast-2"), SIGNER);
  }

  StsWorld(LabStsSettings settings, OidcIssuer issuer) {
    this.issuer = issuer;
    service =
        new StsService(
            account,
            keys,
            this::fetch,
            time.clock(),
            List.of(time.clock(), Clock.systemUTC()),
            settings);
    endpoint =
        Endpoint.start(
            service,
            time,
            new Endpoint.Certificates(() -> AUTHORITY.serverContext("127.0.0.1"), () -> null),
            log);
    // The SDK keeps the clock offset from other tests' responses for the whole process.
    SdkGlobalTime.setGlobalTimeOffset(0);
    account.createOidcProvider(ISSUER, Set.of("sts.amazonaws.com"));
  }

  private String fetch(URI uri) throws IOException {
    fetched.add(uri);
    if (issuerFailure != null) {
      throw issuerFailure;
    }
    return uri.getPath().endsWith("/keys") ? issuer.keys() : issuer.discoveryDocument();
  }

  static IOException timeOut() {
    return new InterruptedIOException("read timed out");
  }

  Role role(String subject) {
    return account.createRole(
        "role-" + account.id() + "-" + subject.hashCode(),
        TrustPolicy.parse(trustPolicy(subject)),
        Duration.ofHours(1),
        List.of());
  }

  static String trustPolicy(String subject) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1"},
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {"StringEquals": {
            "oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1:aud": "sts.amazonaws.com",
            "oidc.eks.ap-northeast-2.amazonaws.com/id/B0C1:sub": "%s"}}}]}"""
        .formatted(subject);
  }

  Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = time.now().getEpochSecond();
    claims.put("iss", ISSUER.toString());
    claims.put("aud", List.of("sts.amazonaws.com"));
    claims.put("sub", SUBJECT);
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + 86_400);
    return claims;
  }

  String token() {
    return issuer.mint(claims());
  }

  String token(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return issuer.mint(claims);
  }

  String tokenWithout(String claim) {
    Map<String, Object> claims = claims();
    claims.remove(claim);
    return issuer.mint(claims);
  }

  /** Returns a token whose claims were changed after it was signed. */
  String forged() {
    try {
      SignedJWT jwt = SignedJWT.parse(token());
      JWTClaimsSet changed =
          new JWTClaimsSet.Builder(jwt.getJWTClaimsSet()).subject(SUBJECT + "x").build();
      String[] parts = jwt.serialize().split("\\.", -1);
      return parts[0]
          + "."
          + com.nimbusds.jose.util.Base64URL.encode(changed.toString())
          + "."
          + parts[2];
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  StsClient anonymous() {
    return client(AnonymousCredentialsProvider.create());
  }

  StsClient signedBy(AccessKey key) {
    return client(StaticCredentialsProvider.create(credentials(key)));
  }

  static AwsCredentials credentials(AccessKey key) {
    return key.sessionToken() == null
        ? AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())
        : AwsSessionCredentials.create(
            key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
  }

  StsClient client(AwsCredentialsProvider provider) {
    return StsClient.builder()
        .httpClient(http)
        .region(Region.AP_NORTHEAST_2)
        .endpointOverride(endpoint.plainUri())
        .credentialsProvider(provider)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  @Override
  public void close() {
    endpoint.close();
    time.close();
    http.close();
  }
}
