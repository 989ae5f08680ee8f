package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import dev.irsa.ManyRoles;
import dev.irsa.bench.Names;
import dev.irsa.bench.pod.RawExchange;
import dev.irsa.bench.pod.SdkV1;
import dev.irsa.credentials.RoleRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * The call for every request to AWS, while credentials are valid; then a handle for each request,
 * and another role for each request.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Calls {

  /** The least that a cache with expiration can do. */
  @State(Scope.Benchmark)
  public static class Floor {
    private volatile Object held = new Object();
    private final long expiresAtMillis = System.currentTimeMillis() + 3_600_000;

    Object read() {
      if (System.currentTimeMillis() >= expiresAtMillis) {
        throw new IllegalStateException("expired");
      }
      return held;
    }
  }

  /** Ours, without an SDK and for both. */
  @State(Scope.Benchmark)
  public static class Ours {
    private final IrsaCredentials core = IrsaCredentials.fromEnvironment();
    private final dev.irsa.sdk.v2.IrsaCredentialsProvider v2 =
        dev.irsa.sdk.v2.IrsaCredentialsProvider.create();
    private final dev.irsa.sdk.v1.IrsaCredentialsProvider v1 =
        new dev.irsa.sdk.v1.IrsaCredentialsProvider();

    @Setup
    public void fetch() {
      var unused1 = core.credentials();
      var unused2 = v2.resolveCredentials();
      var unused3 = v1.getCredentials();
    }

    @TearDown
    public void close() {
      v1.close();
      v2.close();
      core.close();
    }
  }

  /** The SDKs' own. */
  @State(Scope.Benchmark)
  public static class Sdk {
    private final AwsCredentialsProvider v2 = DefaultCredentialsProvider.builder().build();
    private final com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider v1 =
        SdkV1.provider(Names.property(Names.HTTP), Names.ROLE, Names.property(Names.TOKEN_FILE));

    @Setup
    public void fetch() {
      var unused1 = v2.resolveCredentials();
      var unused2 = v1.getCredentials();
    }

    @TearDown
    public void close() {
      v1.close();
    }
  }

  /** Reads a shared reference and compares the clock with an expiration. */
  @Benchmark
  public Object floor(Floor floor) {
    return floor.read();
  }

  /** Gets credentials from irsa-core. */
  @Benchmark
  public Object core(Ours ours) {
    return ours.core.credentials();
  }

  /** Gets credentials from irsa-sdk-v2. */
  @Benchmark
  public Object v2(Ours ours) {
    return ours.v2.resolveCredentials();
  }

  /** Gets credentials from irsa-sdk-v1-bridge. */
  @Benchmark
  public Object v1(Ours ours) {
    return ours.v1.getCredentials();
  }

  /** Gets credentials from SDK v2's default provider. */
  @Benchmark
  public Object sdkV2(Sdk sdk) {
    return sdk.v2.resolveCredentials();
  }

  /** Gets credentials from SDK v1's provider. */
  @Benchmark
  public Object sdkV1(Sdk sdk) {
    return sdk.v1.getCredentials();
  }

  /** Opens a handle, gets credentials and closes it. */
  @Benchmark
  public Object handle(Ours ours) {
    try (IrsaCredentials handle = IrsaCredentials.fromEnvironment()) {
      return handle.credentials();
    }
  }

  /** Creates a provider of SDK v2, gets credentials and closes it; each one calls STS. */
  @Benchmark
  public Object handleSdk() {
    try (WebIdentityTokenFileCredentialsProvider provider =
        WebIdentityTokenFileCredentialsProvider.create()) {
      return provider.resolveCredentials();
    }
  }

  /** Roles that requests need in turn. Not for several threads. */
  @State(Scope.Benchmark)
  public static class Roles {
    /** The number of roles. */
    @Param("10000")
    public int roles = 1;

    private int next;

    int next() {
      next = next + 1 < roles ? next + 1 : 0;
      return next;
    }

    List<String> arns() {
      return IntStream.range(0, roles)
          .mapToObj(role -> "arn:aws:iam::111122223333:role/app-" + role)
          .toList();
    }
  }

  /** Ours, which knows the sessions of the roles. */
  @State(Scope.Benchmark)
  public static class OurRoles {
    private ManyRoles many = new ManyRoles(1);
    private List<RoleRequest> requests = List.of();

    @Setup
    public void fetch(Roles roles) {
      many.close();
      many = new ManyRoles(roles.roles);
      requests = many.requests();
    }

    @TearDown
    public void close() {
      many.close();
    }
  }

  /** Gets credentials of another role each time, as a service does that serves many tenants. */
  @Benchmark
  public Object role(Roles roles, OurRoles ours) {
    return ours.many.handle().forRole(ours.requests.get(roles.next())).credentials();
  }

  /** The minimum for many roles: a map, with a reference and an expiration for each. */
  @State(Scope.Benchmark)
  public static class RoleMap {
    private final Map<String, Floor> held = new ConcurrentHashMap<>();
    private List<String> arns = List.of();

    @Setup
    public void fill(Roles roles) {
      arns = roles.arns();
      arns.forEach(arn -> held.put(arn, new Floor()));
    }
  }

  /** Finds a role and reads what is held for it. */
  @Benchmark
  public Object roleFloor(Roles roles, RoleMap map) {
    Floor found = map.held.get(map.arns.get(roles.next()));
    if (found == null) {
      throw new IllegalStateException("not found");
    }
    return found.read();
  }

  /** A provider of SDK v2 for each role, in a map of the application. */
  @State(Scope.Benchmark)
  public static class SdkRoles {
    private final StsClient client =
        StsClient.builder()
            .endpointOverride(URI.create(Names.property(Names.HTTP)))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(ApacheHttpClient.create())
            .build();
    private final Map<String, StsAssumeRoleWithWebIdentityCredentialsProvider> providers =
        new ConcurrentHashMap<>();
    private List<String> arns = List.of();

    @Setup
    public void fetch(Roles roles) {
      arns = roles.arns();
      for (String arn : arns) {
        var unused = provider(arn).resolveCredentials();
      }
    }

    private StsAssumeRoleWithWebIdentityCredentialsProvider provider(String arn) {
      return providers.computeIfAbsent(
          arn,
          unused ->
              StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                  .stsClient(client)
                  .refreshRequest(() -> request(arn))
                  .build());
    }

    private static AssumeRoleWithWebIdentityRequest request(String arn) {
      try {
        return AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(arn)
            .roleSessionName("bench")
            .webIdentityToken(RawExchange.token(Names.property(Names.TOKEN_FILE)))
            .build();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    @TearDown
    public void close() {
      providers.values().forEach(StsAssumeRoleWithWebIdentityCredentialsProvider::close);
      client.close();
    }
  }

  /** Gets credentials of another role each time, from SDK v2. */
  @Benchmark
  public Object roleSdk(Roles roles, SdkRoles sdk) {
    return sdk.provider(sdk.arns.get(roles.next())).resolveCredentials();
  }
}
