package dev.irsa;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.FullStack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests callers whose stack is full, as in an endless recursion of the application. */
class StackOverflowTest {

  @ParameterizedTest
  @CsvSource({"-Xint, FIRST_HALF", "-Xmixed, SECOND_HALF"})
  void othersAreServedAfterTheStackOfACallerWasFull(String mode, FullStack.Extent extent)
      throws Exception {
    System.out.println(FullStack.run(WaitingCallers.class, mode, extent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed"})
  @Tag("deep")
  void othersAreServedWhereverTheStackOfACallerWasFull(String mode) throws Exception {
    System.out.println(FullStack.run(WaitingCallers.class, mode, FullStack.Extent.EACH_DEPTH));
  }

  /** Calls each method of handles and of their views. */
  static final class WaitingCallers {
    private final FullStack stack;

    private WaitingCallers(FullStack stack) {
      this.stack = stack;
    }

    public static void main(String[] arguments) throws Exception {
      try (FullStack stack = FullStack.of(arguments)) {
        new WaitingCallers(stack).play();
      }
      System.exit(0);
    }

    /** What is opened, and closed by what it belongs to. */
    private record Opened(IrsaCredentials used, IrsaCredentials closed) {}

    private void play() throws Exception {
      for (var method : methods().entrySet()) {
        Map<String, Supplier<FullStack.Use>> doors = new LinkedHashMap<>();
        kinds()
            .forEach(
                (kind, opened) ->
                    doors.put(
                        kind + "." + method.getKey(), () -> use(opened.get(), method.getValue())));
        stack.play(doors);
      }
    }

    private static FullStack.Use use(
        Opened opened, Function<IrsaCredentials, @Nullable Object> method) {
      return new FullStack.Use(
          () -> method.apply(opened.used), opened.used::credentialsAsync, opened.closed::close);
    }

    private Map<String, Supplier<Opened>> kinds() {
      Map<String, Supplier<Opened>> kinds = new LinkedHashMap<>();
      kinds.put("handle", () -> of(handle -> handle));
      kinds.put("view", () -> of(handle -> handle.forRole(FullStack.role(1))));
      kinds.put("chained role", () -> of(handle -> handle.chainedRole(FullStack.role(1))));
      kinds.put(
          "chained role of a view",
          () -> of(handle -> handle.forRole(FullStack.role(1)).chainedRole(FullStack.role(2))));
      return kinds;
    }

    private Opened of(Function<IrsaCredentials, IrsaCredentials> used) {
      IrsaCredentials handle = stack.handle();
      return new Opened(used.apply(handle), handle);
    }

    private Map<String, Function<IrsaCredentials, @Nullable Object>> methods() {
      CredentialsRequest lasting =
          CredentialsRequest.standard().withMinimumValidity(Duration.ofMinutes(10));
      Map<String, Function<IrsaCredentials, @Nullable Object>> methods = new LinkedHashMap<>();
      methods.put("credentials()", IrsaCredentials::credentials);
      methods.put("credentials(request)", used -> used.credentials(lasting));
      methods.put("credentialsInHand()", IrsaCredentials::credentialsInHand);
      methods.put("credentialsAsync()", now(IrsaCredentials::credentialsAsync));
      methods.put("credentialsAsync(request)", now(used -> used.credentialsAsync(lasting)));
      methods.put("refresh()", IrsaCredentials::refresh);
      methods.put("invalidate()", action(used -> used.invalidate("ASIAEXAMPLE")));
      methods.put("status()", IrsaCredentials::status);
      methods.put("forRole()", used -> used.forRole(FullStack.role(3)).credentials());
      methods.put("chainedRole()", used -> used.chainedRole(FullStack.role(3)).credentials());
      methods.put("close()", action(IrsaCredentials::close));
      methods.put("discardAll()", action(used -> IrsaCredentials.discardAll()));
      methods.put("build()", used -> stack.handle().credentials());
      return methods;
    }

    private static Function<IrsaCredentials, @Nullable Object> now(
        Function<IrsaCredentials, CompletableFuture<SessionCredentials>> asked) {
      return used -> asked.apply(used).getNow(null);
    }

    private static Function<IrsaCredentials, @Nullable Object> action(
        Consumer<IrsaCredentials> action) {
      return used -> {
        action.accept(used);
        return null;
      };
    }
  }
}
