package dev.irsa.integration;

import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.FullStack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests callers of the adapters whose stack is full, as in an endless recursion. */
class StackOverflowInAdaptersTest {

  @ParameterizedTest
  @CsvSource("-Xmixed, FIRST_HALF")
  void othersAreServedAfterTheStackOfACallerWasFull(String mode, FullStack.Extent extent)
      throws Exception {
    System.out.println(FullStack.run(Callers.class, mode, extent));
  }

  /** At every second depth: {@code StackOverflowTest} plays each one below the adapters. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-Xmixed"})
  @Tag("deep")
  void othersAreServedWhereverTheStackOfACallerWasFull(String mode) throws Exception {
    System.out.println(FullStack.run(Callers.class, mode, FullStack.Extent.EACH_SECOND_DEPTH));
  }

  /** Calls each method of providers and of chains. */
  static final class Callers {
    private static final CredentialsRequest LASTING =
        CredentialsRequest.standard().withMinimumValidity(Duration.ofMinutes(10));
    private static final RoleRequest ROLE = FullStack.role(1);

    private final FullStack stack;

    private Callers(FullStack stack) {
      this.stack = stack;
    }

    public static void main(String[] arguments) throws Exception {
      try (FullStack stack = FullStack.of(arguments)) {
        new Callers(stack).playVersion2();
        new Callers(stack).playVersion1();
      }
      System.exit(0);
    }

    /** What is opened, and closed by what it belongs to. */
    private record Opened<T, C extends AutoCloseable>(T used, C closed) {}

    private <T> void play(
        Map<String, ? extends Supplier<? extends Opened<? extends T, ?>>> kinds,
        String method,
        Function<T, @Nullable Object> call,
        Function<T, CompletableFuture<?>> asked)
        throws Exception {
      Map<String, Supplier<FullStack.Use>> doors = new LinkedHashMap<>();
      kinds.forEach(
          (kind, opener) ->
              doors.put(
                  kind + "." + method,
                  () -> {
                    Opened<? extends T, ?> opened = opener.get();
                    return new FullStack.Use(
                        () -> call.apply(opened.used),
                        () -> asked.apply(opened.used),
                        () -> end(opened.closed));
                  }));
      stack.play(doors);
    }

    private static void end(AutoCloseable closed) {
      try {
        closed.close();
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static <T> Function<T, @Nullable Object> action(Action<T> action) {
      return used -> {
        action.on(used);
        return null;
      };
    }

    /** Something done to an object. */
    private interface Action<T> {
      void on(T used);
    }

    // ---- SDK 2.x

    private dev.irsa.sdk.v2.IrsaCredentialsProvider provider2() {
      return dev.irsa.sdk.v2.IrsaCredentialsProvider.builder().configure(stack.settings()).build();
    }

    private Opened<dev.irsa.sdk.v2.IrsaCredentialsProvider, ?> of2(
        Function<dev.irsa.sdk.v2.IrsaCredentialsProvider, dev.irsa.sdk.v2.IrsaCredentialsProvider>
            used) {
      var provider = provider2();
      return new Opened<>(used.apply(provider), provider);
    }

    private void playVersion2() throws Exception {
      Map<String, Supplier<Opened<dev.irsa.sdk.v2.IrsaCredentialsProvider, ?>>> providers =
          new LinkedHashMap<>();
      providers.put("v2 provider", () -> of2(provider -> provider));
      providers.put("v2 view", () -> of2(provider -> provider.forRole(ROLE)));
      providers.put("v2 chained role", () -> of2(provider -> provider.chainedRole(ROLE)));
      Map<String, Function<dev.irsa.sdk.v2.IrsaCredentialsProvider, @Nullable Object>> methods =
          new LinkedHashMap<>();
      methods.put("resolveCredentials()", used -> used.resolveCredentials());
      methods.put("resolveIdentity()", used -> used.resolveIdentity().getNow(null));
      methods.put("forRequest()", used -> used.forRequest(LASTING).resolveCredentials());
      methods.put("forRole()", used -> used.forRole(FullStack.role(2)).resolveCredentials());
      methods.put("refresh()", used -> used.refresh());
      methods.put("invalidate()", action(used -> used.invalidate("ASIAEXAMPLE")));
      methods.put("status()", used -> used.status());
      methods.put("close()", action(used -> used.close()));
      methods.put("build()", used -> provider2().resolveCredentials());
      for (var method : methods.entrySet()) {
        play(providers, method.getKey(), method.getValue(), used -> used.resolveIdentity());
      }
      Map<String, Supplier<Opened<dev.irsa.sdk.v2.IrsaCredentialsProviderChain, ?>>> chains =
          Map.of("v2 chain", this::chain2);
      Map<String, Function<dev.irsa.sdk.v2.IrsaCredentialsProviderChain, @Nullable Object>>
          ofChains = new LinkedHashMap<>();
      ofChains.put("resolveCredentials()", used -> used.resolveCredentials());
      ofChains.put("resolveIdentity()", used -> used.resolveIdentity().getNow(null));
      ofChains.put("refresh()", used -> used.refresh());
      ofChains.put("status()", used -> used.status());
      ofChains.put("close()", action(used -> used.close()));
      for (var method : ofChains.entrySet()) {
        play(chains, method.getKey(), method.getValue(), used -> used.resolveIdentity());
      }
    }

    private Opened<dev.irsa.sdk.v2.IrsaCredentialsProviderChain, ?> chain2() {
      var chain =
          dev.irsa.sdk.v2.IrsaCredentialsProviderChain.builder()
              .configure(stack.settings())
              .build();
      return new Opened<>(chain, chain);
    }

    // ---- SDK 1.x

    private dev.irsa.sdk.v1.IrsaCredentialsProvider provider1() {
      return dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().configure(stack.settings()).build();
    }

    private Opened<dev.irsa.sdk.v1.IrsaCredentialsProvider, ?> of1(
        Function<dev.irsa.sdk.v1.IrsaCredentialsProvider, dev.irsa.sdk.v1.IrsaCredentialsProvider>
            used) {
      var provider = provider1();
      return new Opened<>(used.apply(provider), provider);
    }

    private static CompletableFuture<?> other(Callable<?> call) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return call.call();
            } catch (RuntimeException failure) {
              throw failure;
            } catch (Exception impossible) {
              throw new IllegalStateException(impossible);
            }
          });
    }

    private void playVersion1() throws Exception {
      Map<String, Supplier<Opened<dev.irsa.sdk.v1.IrsaCredentialsProvider, ?>>> providers =
          new LinkedHashMap<>();
      providers.put("v1 provider", () -> of1(provider -> provider));
      providers.put("v1 view", () -> of1(provider -> provider.forRole(ROLE)));
      providers.put("v1 chained role", () -> of1(provider -> provider.chainedRole(ROLE)));
      Map<String, Function<dev.irsa.sdk.v1.IrsaCredentialsProvider, @Nullable Object>> methods =
          new LinkedHashMap<>();
      methods.put("getCredentials()", used -> used.getCredentials());
      methods.put("forRequest()", used -> used.forRequest(LASTING).getCredentials());
      methods.put("forRole()", used -> used.forRole(FullStack.role(2)).getCredentials());
      methods.put("refresh()", action(used -> used.refresh()));
      methods.put("invalidate()", action(used -> used.invalidate("ASIAEXAMPLE")));
      methods.put("status()", used -> used.status());
      methods.put("close()", action(used -> used.close()));
      for (var method : methods.entrySet()) {
        play(providers, method.getKey(), method.getValue(), used -> other(used::getCredentials));
      }
      Map<String, Supplier<Opened<dev.irsa.sdk.v1.IrsaCredentialsProviderChain, ?>>> chains =
          Map.of("v1 chain", this::chain1);
      Map<String, Function<dev.irsa.sdk.v1.IrsaCredentialsProviderChain, @Nullable Object>>
          ofChains = new LinkedHashMap<>();
      ofChains.put("getCredentials()", used -> used.getCredentials());
      ofChains.put("refresh()", action(used -> used.refresh()));
      ofChains.put("close()", action(used -> used.close()));
      for (var method : ofChains.entrySet()) {
        play(chains, method.getKey(), method.getValue(), used -> other(used::getCredentials));
      }
    }

    private Opened<dev.irsa.sdk.v1.IrsaCredentialsProviderChain, ?> chain1() {
      var chain =
          dev.irsa.sdk.v1.IrsaCredentialsProviderChain.builder()
              .configure(stack.settings())
              .build();
      return new Opened<>(chain, chain);
    }
  }
}
