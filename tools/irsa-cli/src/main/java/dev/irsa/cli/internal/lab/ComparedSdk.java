package dev.irsa.cli.internal.lab;

import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.cli.internal.pod.CallStream;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.util.VersionInfo;

/** The SDK whose own provider runs in a second pod, in the same scenario. */
public enum ComparedSdk {
  /** AWS SDK for Java 2.x with its default chain. */
  SDK_V2,
  /** AWS SDK for Java 1.x with its default chain. */
  SDK_V1;

  /** Returns what supplies the credentials of its pod, with the version that is measured. */
  String title() {
    return "SDK "
        + switch (this) {
          case SDK_V2 -> VersionInfo.SDK_VERSION;
          case SDK_V1 -> VersionInfoUtils.getVersion();
        };
  }

  /** Returns the calls that both pods make, so that they can be compared. */
  List<CallStream> streams() {
    return switch (this) {
      case SDK_V2 -> List.of(CallStream.V2_STS, CallStream.V2_S3, CallStream.CONTROL);
      case SDK_V1 -> List.of(CallStream.V1_STS, CallStream.CONTROL);
    };
  }

  /** Returns the short, stable id, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
