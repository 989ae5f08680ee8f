package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what a provider does with its session and its settings, for either SDK. */
public abstract class ProviderContract<C> {

  private static final String ARN = "arn:aws:iam::111122223333:role/reader";

  protected final Adapter<C> adapter;

  protected ProviderContract(Adapter<C> adapter) {
    this.adapter = adapter;
  }

  protected final Driven<C> provider(ScriptedPod pod) {
    return adapter.builder().configure(pod::applyTo).build();
  }

  @Test
  void theSameObjectIsReturnedUntilTheNextRefresh() {
    ScriptedPod pod = ScriptedPod.with(session("ASIA1"));
    Driven<C> provider = provider(pod);

    C first = provider.credentials();
    for (Supplier<C> way : provider.ways()) {
      assertSame(first, way.get());
    }
    pod.answers(session("ASIA2"));
    provider.refresh();
    C renewed = provider.credentials();

    assertEquals("ASIA2", adapter.accessKeyId(renewed));
    for (Supplier<C> way : provider.ways()) {
      assertSame(renewed, way.get());
    }
  }

  @Test
  void aViewThatLastsSharesTheObjectOrFailsIfNoSessionLastsAsLong() {
    ScriptedPod pod = ScriptedPod.with(session("ASIA1"));
    Driven<C> provider = provider(pod);
    C first = provider.credentials();

    for (Supplier<C> way : provider.waysLasting(Duration.ofMinutes(30))) {
      assertSame(first, way.get());
    }

    for (Supplier<C> way : provider.waysLasting(Duration.ofDays(36_500))) {
      var thrown = assertThrows(adapter.exceptionType(), way::get);
      assertTrue(thrown.getMessage().contains("must last at least 36500"), thrown::getMessage);
    }
  }

  @Test
  void aViewThatLastsWorksAfterACloseOfItsProvider() {
    Driven<C> provider = provider(ScriptedPod.with(session("ASIA1")));
    List<Supplier<C>> ways = provider.waysLasting(Duration.ofMinutes(30));
    provider.close();

    for (Supplier<C> way : ways) {
      assertEquals("ASIA1", adapter.accessKeyId(way.get()));
    }
  }

  @Test
  void aViewWhoseTimeIsNotPositiveIsRefused() {
    Driven<C> provider = provider(ScriptedPod.with(session("ASIA1")));

    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      var thrown = assertThrows(adapter.exceptionType(), () -> provider.waysLasting(wrong));
      assertTrue(thrown.getMessage().contains(wrong + " is not positive"), thrown::getMessage);
    }
  }

  static List<CredentialsException> failures() {
    return List.of(
        Samples.unavailable(),
        Samples.rejected(),
        Samples.tokenUnavailable(),
        Samples.halfConfigured());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfFailureIsConvertedToTheSdksTypeWithTheSameMessageAndACause(
      CredentialsException failure) {
    RuntimeException converted = adapter.types().exception(failure);

    assertInstanceOf(adapter.sdkExceptionType(), converted);
    assertInstanceOf(adapter.exceptionType(), converted);
    assertSame(failure, converted.getCause());
    assertEquals(failure.getMessage(), converted.getMessage());
    assertEquals(failure.isRetryable(), adapter.isRetryable(converted));
    assertEquals(failure.failureKind(), adapter.failureKind(converted));
    assertEquals(failure.remedy(), adapter.remedy(converted));
  }

  @Test
  void everyMethodThrowsTheSdksType() {
    Driven<C> provider = provider(ScriptedPod.failing(Samples.rejected()));
    List<Supplier<C>> ways = new ArrayList<>(provider.ways());
    ways.addAll(provider.waysLasting(Duration.ofMinutes(30)));
    ways.add(
        () -> {
          provider.refresh();
          return null;
        });
    for (Supplier<C> way : ways) {
      var thrown = assertThrows(adapter.exceptionType(), way::get);

      assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
      assertEquals(thrown.getCause().getMessage(), thrown.getMessage());
    }
  }

  @Test
  void closeGivesTheSessionBackAndALaterCallTakesItAgain() {
    ScriptedPod pod = ScriptedPod.with(session("ASIA1"));
    Driven<C> provider = provider(pod);
    provider.credentials();
    pod.answers(session("ASIA2"));

    provider.close();
    SdkHandle.invalidateAnywhere("ASIA1");

    assertEquals("ASIA1", adapter.accessKeyId(provider.credentials()), "asks sessions in use");
    SdkHandle.invalidateAnywhere("ASIA1");
    assertEquals("ASIA2", adapter.accessKeyId(provider.credentials()));
  }

  @Test
  void itsTextContainsNoSecret() {
    Driven<C> provider = provider(ScriptedPod.with(session("ASIA1")));
    provider.credentials();

    assertEquals("IrsaCredentialsProvider", provider.toString());
  }

  // Settings from frameworks and code.

  private MisconfiguredException refused(Runnable door) {
    var thrown = assertThrows(adapter.exceptionType(), door::run);
    assertEquals(FailureKind.MISCONFIGURED, adapter.failureKind(thrown));
    return assertInstanceOf(MisconfiguredException.class, thrown.getCause());
  }

  @Test
  void aCamelCaseKeyIsReportedInTheSdksTypeByEveryFactory() {
    for (Consumer<Map<String, String>> door : adapter.mapDoors()) {
      assertNamesRoleArn(refused(() -> door.accept(Map.of("roleArn", ARN))));
    }
    for (Consumer<String> door : adapter.assignmentDoors()) {
      assertNamesRoleArn(refused(() -> door.accept("roleArn=" + ARN)));
    }
  }

  private static void assertNamesRoleArn(MisconfiguredException wrong) {
    assertTrue(wrong.getMessage().contains("roleArn"), wrong::getMessage);
    assertTrue(wrong.getMessage().contains("use role-arn, "), wrong::getMessage);
  }

  @Test
  void keysOfTheFrameworkAreIgnored() {
    Map<String, String> framework =
        Map.of("credentials.uri", "/v1/credentials", "flush.size", "1000", "aws.region", "eu");

    for (Consumer<Map<String, String>> door : adapter.mapDoors()) {
      assertDoesNotThrow(() -> door.accept(framework));
    }
  }

  @Test
  void anInvalidValueGivenInCodeIsReportedWhenTheProviderIsCreated() {
    refused(() -> adapter.builder().configure(core -> core.roleArn("no-arn")).build());
    refused(() -> adapter.chainBuilder().configure(core -> core.roleArn("no-arn")).build());
  }
}
