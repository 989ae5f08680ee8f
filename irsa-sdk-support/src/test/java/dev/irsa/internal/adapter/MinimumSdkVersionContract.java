package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which releases of an SDK are supported. */
public abstract class MinimumSdkVersionContract {

  private final Adapter<?> adapter;
  private final String oldest;

  protected MinimumSdkVersionContract(Adapter<?> adapter, String oldest) {
    this.adapter = adapter;
    this.oldest = oldest;
  }

  @ParameterizedTest
  @MethodSource("supported")
  void releasesSinceHadoopsAreSupported(String version) {
    assertDoesNotThrow(() -> adapter.requireSupported(version));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void olderReleasesAreRejectedByTheirVersion(String version) {
    var refused = assertThrows(adapter.exceptionType(), () -> adapter.requireSupported(version));

    assertTrue(refused.getMessage().contains("is " + version + ", "), refused.getMessage());
    assertTrue(refused.getMessage().contains(oldest), refused.getMessage());
    assertEquals(FailureKind.MISCONFIGURED, adapter.failureKind(refused));
    assertTrue(adapter.remedy(refused).startsWith("upgrade "), adapter.remedy(refused));
    assertFalse(adapter.isRetryable(refused));
  }

  @Test
  void theSdkOfTheseTestsIsSupported() {
    List<Runnable> doors = adapter.doorsWithoutSettings();
    assertFalse(doors.isEmpty());
    doors.forEach(door -> assertDoesNotThrow(door::run));
  }
}
