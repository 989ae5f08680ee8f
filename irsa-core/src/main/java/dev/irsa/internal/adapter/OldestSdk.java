package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.lang.module.ModuleDescriptor.Version;
import java.util.List;

/**
 * The oldest release of an SDK that an adapter works with.
 *
 * @param adapter the adapter's artifact
 * @param version the oldest release
 * @param fix what to do about an older one
 */
public record OldestSdk(String adapter, String version, String fix) {

  /**
   * Compares a release with this one. One that says nothing of its version passes.
   *
   * @param found the release on the class path
   * @param sdk whose exception is thrown
   * @throws RuntimeException in the SDK's type, if it is older
   */
  public void require(String found, SdkTypes<?> sdk) {
    if (isOlder(found)) {
      throw sdk.exception(
          new MisconfiguredException(
              true,
              List.of(
                  new Problem(
                      "AWS SDK for Java",
                      "class path",
                      "is " + found + ", the oldest that " + adapter + " works with is " + version,
                      fix))));
    }
  }

  private boolean isOlder(String found) {
    return !found.isEmpty()
        && Character.isDigit(found.charAt(0))
        && Version.parse(found).compareTo(Version.parse(version)) < 0;
  }
}
