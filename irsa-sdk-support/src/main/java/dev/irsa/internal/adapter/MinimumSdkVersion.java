package dev.irsa.internal.adapter;

import dev.irsa.credentials.MisconfiguredException;
import java.lang.module.ModuleDescriptor.Version;

/**
 * The minimum version of an SDK that an adapter supports.
 *
 * @param adapter the artifact of the adapter
 * @param version the minimum version
 * @param fix how to fix an older version
 */
public record MinimumSdkVersion(String adapter, String version, String fix) {

  /**
   * Checks the version of the SDK. An unknown version is accepted.
   *
   * @param found the version on the class path
   * @param sdk creates the exception
   * @throws RuntimeException of the SDK's type, if the version is too old
   */
  public void require(String found, SdkConverter<?> sdk) {
    if (isOlder(found)) {
      throw sdk.exception(
          MisconfiguredException.of(
              "AWS SDK for Java",
              "class path",
              "is " + found + ", but " + adapter + " requires at least " + version,
              fix));
    }
  }

  private boolean isOlder(String found) {
    return !found.isEmpty()
        && Character.isDigit(found.charAt(0))
        && Version.parse(found).compareTo(Version.parse(version)) < 0;
  }
}
