package dev.irsa.iam;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.EndpointRule;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens for services that let IAM decide who logs in. Each method returns a provider, which
 * signs a token at its first use; nothing is sent anywhere.
 *
 * <pre>{@code
 * IamTokenProvider password =
 *     IamTokens.of(IrsaCredentials.fromEnvironment()).rds("db.example.com", 5432, "app");
 * }</pre>
 *
 * <p>A token is valid no longer than the session that signed it. Credentials are therefore
 * requested that outlive the token. Until they arrive, the current ones are used; {@link
 * IamToken#expiration} accounts for that.
 *
 * <p>Immutable and thread-safe. The credentials belong to the caller, who closes them.
 *
 * @since 0.1
 */
public final class IamTokens {

  /** Source: each service's user guide, "IAM authentication"; EKS: aws-iam-authenticator. */
  private static final Duration VALIDITY = Duration.ofMinutes(15);

  private static final Duration VALIDITY_OF_EKS = Duration.ofMinutes(14);

  /** STS tolerates five minutes (IAM user guide, "Elements of an AWS API request signature"). */
  private static final Duration VALIDITY_OF_REQUEST = Duration.ofMinutes(5);

  /** The URL in the token of EKS is sent at once; the token stays valid longer. */
  private static final Duration VALIDITY_OF_EKS_URL = Duration.ofMinutes(1);

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern OF_VAULT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}");

  private final IrsaCredentials credentials;
  private final @Nullable String region;
  private final Clock clock;

  IamTokens(IrsaCredentials credentials, @Nullable String region, Clock clock) {
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  /** Returns an instance that signs with the given credentials, for their region. */
  public static IamTokens of(IrsaCredentials credentials) {
    return new IamTokens(Objects.requireNonNull(credentials), null, Clock.systemUTC());
  }

  /**
   * Returns a copy for services in another region.
   *
   * @param other such as {@code eu-west-1}. Default: the region of the credentials
   * @throws IllegalArgumentException if it is not the name of a region
   */
  public IamTokens withRegion(String other) {
    return new IamTokens(credentials, checked("region", other, REGION), clock);
  }

  /**
   * Returns the password of a user of RDS or Aurora.
   *
   * @param host the endpoint of the instance, cluster or proxy itself: with another name of it, RDS
   *     refuses the token
   * @param port 1 to 65,535
   * @param user the user of the database, who must have been granted {@code rds_iam}
   * @throws IllegalArgumentException if a value is not what it should be
   */
  public IamTokenProvider rds(String host, int port, String user) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must lie between 1 and 65,535, found " + port);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("DBUser", user(user));
    parameters.put("Action", "connect");
    return provider("rds-db", checked("host", host, HOST) + ":" + port, parameters);
  }

  /**
   * Returns the password of a user of Aurora DSQL, other than {@code admin}.
   *
   * @param host the endpoint of the cluster
   * @throws IllegalArgumentException if it is not the name of a host
   */
  public IamTokenProvider dsql(String host) {
    return dsql(host, "DbConnect");
  }

  /**
   * Returns the password of the user {@code admin} of Aurora DSQL.
   *
   * @param host the endpoint of the cluster
   * @throws IllegalArgumentException if it is not the name of a host
   */
  public IamTokenProvider dsqlAdmin(String host) {
    return dsql(host, "DbConnectAdmin");
  }

  private IamTokenProvider dsql(String host, String action) {
    return provider("dsql", checked("host", host, HOST), Map.of("Action", action));
  }

  /**
   * Returns the password of a user of ElastiCache for Valkey or Redis. The server ends a connection
   * after 12 hours unless it gets a new token before.
   *
   * @param replicationGroup the id of the replication group
   * @param user the id of the user, which is also its name
   * @throws IllegalArgumentException if a value is not what it should be
   */
  public IamTokenProvider elastiCache(String replicationGroup, String user) {
    return provider("elasticache", cacheName(replicationGroup), ofCache(user));
  }

  /**
   * Returns the password of a user of a serverless cache, otherwise as {@link #elastiCache}.
   *
   * @param cache the name of the cache
   * @param user the id of the user, which is also its name
   * @throws IllegalArgumentException if a value is not what it should be
   */
  public IamTokenProvider elastiCacheServerless(String cache, String user) {
    Map<String, String> parameters = ofCache(user);
    parameters.put("ResourceType", "ServerlessCache");
    return provider("elasticache", cacheName(cache), parameters);
  }

  /**
   * Returns the password of a user of MemoryDB. The server ends a connection after 12 hours unless
   * it gets a new token before.
   *
   * @param cluster the name of the cluster
   * @param user the name of the user
   * @throws IllegalArgumentException if a value is not what it should be
   */
  public IamTokenProvider memoryDb(String cluster, String user) {
    return provider("memorydb", cacheName(cluster), ofCache(user));
  }

  /**
   * Returns a bearer token for the API of a Kubernetes cluster, as {@code aws eks get-token} does.
   *
   * @param cluster the name of the EKS cluster
   * @throws IllegalArgumentException if it is not the name of a cluster
   */
  public IamTokenProvider eks(String cluster) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Action", "GetCallerIdentity");
    parameters.put("Version", "2011-06-15");
    String name = checked("cluster", cluster, NAME);
    return new IamTokenProvider(
        credentials, clock, VALIDITY_OF_EKS, (keys, now) -> ofEks(name, parameters, keys, now));
  }

  private String ofEks(
      String cluster, Map<String, String> parameters, SessionCredentials keys, Instant now) {
    String sts = sts().getHost();
    String url =
        signerOfSts()
            .presign(
                parameters,
                Map.of("host", sts, "x-k8s-aws-id", cluster),
                VALIDITY_OF_EKS_URL,
                SigningKeys.of(keys),
                now);
    byte[] token = utf8("https://" + sts + "/?" + url);
    return "k8s-aws-v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Returns the body of a login to HashiCorp Vault by its method {@code aws}, to be posted to
   * {@code auth/aws/login}: a request to STS that Vault sends. Vault's {@code sts_endpoint} has to
   * be the endpoint of the region. A body is used for five minutes at most, so each call signs a
   * new one.
   *
   * @param role the role of Vault
   * @param serverId Vault's {@code iam_server_id_header_value}, empty if it has none
   * @throws IllegalArgumentException if a value is not what it should be
   */
  public IamTokenProvider vault(String role, String serverId) {
    String name = checked("role", role, OF_VAULT);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    if (!serverId.isEmpty()) {
      fields.put("X-Vault-AWS-IAM-Server-ID", checked("serverId", serverId, OF_VAULT));
    }
    return new IamTokenProvider(
        credentials, clock, VALIDITY_OF_REQUEST, (keys, now) -> ofVault(name, fields, keys, now));
  }

  private String ofVault(
      String role, Map<String, String> fields, SessionCredentials keys, Instant now) {
    String body = "Action=GetCallerIdentity&Version=2011-06-15";
    Map<String, String> sent = new LinkedHashMap<>(fields);
    sent.put("Host", sts().getHost());
    sent.putAll(signerOfSts().sign("POST", "/", sent, utf8(body), SigningKeys.of(keys), now));
    StringJoiner headers = new StringJoiner(",", "{", "}");
    sent.forEach((field, value) -> headers.add(quoted(field) + ":[" + quoted(value) + "]"));
    Base64.Encoder base64 = Base64.getEncoder();
    return "{\"role\":\"%s\",\"iam_http_request_method\":\"POST\",\"iam_request_url\":\"%s\",\"iam_request_body\":\"%s\",\"iam_request_headers\":\"%s\"}"
        .formatted(
            role,
            base64.encodeToString(utf8(sts().toString())),
            base64.encodeToString(utf8(body)),
            base64.encodeToString(utf8(headers.toString())));
  }

  /** Returns a text in JSON. A header field has no control characters. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the endpoint of the region. An unknown region is assumed to follow the usual form. */
  private URI sts() {
    String at = regionOfService();
    URI known = EndpointRule.choose(at, null, false, false, false).uri();
    return known != null ? known : URI.create("https://sts." + at + ".amazonaws.com/");
  }

  private RequestSigner signerOfSts() {
    String region = StsHosts.signingRegion(sts(), regionOfService());
    return new RequestSigner("sts", Objects.requireNonNull(region));
  }

  private IamTokenProvider provider(String service, String host, Map<String, String> parameters) {
    return new IamTokenProvider(
        credentials,
        clock,
        VALIDITY,
        (keys, now) ->
            host
                + "/?"
                + new RequestSigner(service, regionOfService())
                    .presign(
                        parameters, Map.of("host", host), VALIDITY, SigningKeys.of(keys), now));
  }

  private String regionOfService() {
    String found = region != null ? region : credentials.status().region();
    if (found == null) {
      throw new IllegalStateException(
          "The region of the service is not known. Fix: set AWS_REGION, or"
              + " IamTokens.withRegion(...)");
    }
    return found;
  }

  private static Map<String, String> ofCache(String user) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Action", "connect");
    parameters.put("User", user(user));
    return parameters;
  }

  /** Servers compare the name in lower case. */
  private static String cacheName(String name) {
    return checked("name of the cache", name, NAME).toLowerCase(Locale.ROOT);
  }

  private static String user(String user) {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user is blank; give the name of the user who logs in");
    }
    return user;
  }

  private static String checked(String what, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " \"" + value + "\" is not one; give it without scheme, port and path");
    }
    return value;
  }
}
