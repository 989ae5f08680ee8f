package dev.irsa.integration.promises;

import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * What befalls a product in an instant that no test can meet from outside, or with a library that
 * is not on its class path. Every product can have these; nothing happens before a history says so.
 */
public final class Accident {

  static final List<Change> CHANGES =
      List.of(
          new Change("dev.irsa.sdk.v2.SdkV2Types", "credentials", OldSdk.class),
          new Change("dev.irsa.internal.token.FileSnapshot", "open", BeforeOpening.class));

  /** Whether the SDK lacks what the translation of credentials needs. */
  private static volatile boolean oldSdk;

  private static volatile Runnable beforeOpening;

  private Accident() {}

  static void useOldSdk(boolean old) {
    oldSdk = old;
  }

  /**
   * Has something done, or nothing for null, between the look at the next token file and its
   * opening.
   */
  static void beforeNextOpening(Runnable swap) {
    beforeOpening = swap;
  }

  static void clear() {
    oldSdk = false;
    beforeOpening = null;
  }

  /** For the product. */
  public static void translating() {
    if (oldSdk) {
      throw new NoSuchMethodError("AwsSessionCredentials$Builder.accountId");
    }
  }

  /** For the product. */
  public static void opening() {
    Runnable swap = beforeOpening;
    beforeOpening = null;
    if (swap != null) {
      swap.run();
    }
  }

  private static final class OldSdk {
    @Advice.OnMethodEnter
    static void enter() {
      translating();
    }
  }

  private static final class BeforeOpening {
    @Advice.OnMethodEnter
    static void enter() {
      opening();
    }
  }
}
