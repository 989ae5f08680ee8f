package dev.irsa;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.ColdCall;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests first calls of a process whose stack is full. A class whose initialization fails there is
 * broken for as long as the JVM lives, be it of this library or of the JDK. Therefore each call has
 * a JVM of its own.
 */
class ColdDoorsTest {

  /** A first call; from {@link #CREDENTIALS} on, of a handle that another thread has built. */
  enum Door {
    FROM_ENVIRONMENT,
    BUILDER,
    BUILD,
    POLICY,
    REQUEST,
    ROLE_REQUEST,
    TOKEN_REQUEST,
    DISCARD_ALL,
    CREDENTIALS,
    CREDENTIALS_OF_REQUEST,
    CREDENTIALS_ASYNC,
    CREDENTIALS_IN_HAND,
    REFRESH,
    INVALIDATE,
    STATUS,
    FOR_ROLE,
    OF_VIEW,
    CHAINED_ROLE,
    OF_CHAINED_ROLE,
    OUTBOUND_TOKENS,
    STATUS_OF_TOKENS,
    CLOSE
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"BUILD", "STATUS"})
  void everybodyIsServedAfterTheStackOfTheFirstCallWasFull(Door door) throws Exception {
    ColdCall.playAlone(Cold.class, door, folder);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BUILD", "STATUS"})
  @Tag("deep")
  void everybodyIsServedAfterTheStackOfAnyFirstCallWasFull(Door door) throws Exception {
    ColdCall.playAlone(Cold.class, door, folder);
  }

  /** Calls a door with ever more room, and then all doors. */
  static final class Cold {

    private final Door door;
    private final @Nullable IrsaCredentials handle;

    private Cold(Door door) {
      this.door = door;
      this.handle = door.compareTo(Door.CREDENTIALS) < 0 ? null : IrsaCredentials.fromEnvironment();
    }

    public static void main(String[] arguments) throws Exception {
      Cold cold = new Cold(Door.valueOf(arguments[0]));
      ColdCall.play(() -> cold.handle == null ? cold.call() : cold.call(cold.handle));
      cold.everybodyIsServed();
      System.out.println("everybody was served");
      System.exit(0);
    }

    private @Nullable Object call() {
      return switch (door) {
        case FROM_ENVIRONMENT -> IrsaCredentials.fromEnvironment();
        case BUILDER -> IrsaCredentials.builder();
        case BUILD -> IrsaCredentials.builder().roleSessionName("cold").build();
        case POLICY -> RefreshPolicy.standard();
        case REQUEST -> CredentialsRequest.standard();
        case ROLE_REQUEST -> RoleRequest.of(TestPod.ROLE);
        case TOKEN_REQUEST -> tokens();
        case DISCARD_ALL -> done(() -> IrsaCredentials.discardAll());
        default -> throw new AssertionError(door);
      };
    }

    private @Nullable Object call(IrsaCredentials irsa) {
      return switch (door) {
        case CREDENTIALS -> irsa.credentials();
        case CREDENTIALS_OF_REQUEST -> irsa.credentials(CredentialsRequest.standard());
        case CREDENTIALS_ASYNC -> irsa.credentialsAsync().isDone();
        case CREDENTIALS_IN_HAND -> irsa.credentialsInHand();
        case REFRESH -> irsa.refresh();
        case INVALIDATE -> done(() -> irsa.invalidate("ASIAOTHER"));
        case STATUS -> irsa.status();
        case FOR_ROLE -> irsa.forRole(TestPod.ROLE);
        case OF_VIEW -> irsa.forRole(TestPod.ROLE).credentials();
        case CHAINED_ROLE -> irsa.chainedRole(TestPod.ROLE);
        case OF_CHAINED_ROLE -> irsa.chainedRole(TestPod.ROLE).credentials();
        case OUTBOUND_TOKENS -> irsa.outboundTokens(tokens());
        case STATUS_OF_TOKENS -> irsa.outboundTokens(tokens()).status();
        case CLOSE -> done(irsa::close);
        default -> throw new AssertionError(door);
      };
    }

    private static @Nullable Object done(Runnable call) {
      call.run();
      return null;
    }

    private static OutboundTokenRequest tokens() {
      return OutboundTokenRequest.audience("https://example.com");
    }

    private void everybodyIsServed() {
      if (handle != null) {
        serves(handle);
      }
      IrsaCredentials.Builder builder = IrsaCredentials.builder().policy(RefreshPolicy.standard());
      try (IrsaCredentials other = builder.roleSessionName("other").build()) {
        serves(other);
      }
      IrsaCredentials.discardAll();
    }

    private static void serves(IrsaCredentials irsa) {
      var unused = irsa.credentials();
      unused = irsa.credentials(CredentialsRequest.standard());
      unused = irsa.credentialsAsync().join();
      unused = irsa.credentialsInHand();
      boolean unusedToo = irsa.refresh();
      irsa.invalidate("ASIAOTHER");
      unused = irsa.forRole(RoleRequest.of(TestPod.ROLE)).credentials();
      unused = irsa.chainedRole(TestPod.ROLE).credentials();
      var unusedAlso = irsa.outboundTokens(tokens()).status();
      if (!irsa.status().isConfigured()) {
        throw new IllegalStateException(irsa.status().toString());
      }
      irsa.close();
      unused = irsa.credentials();
    }
  }
}
