package dev.irsa.sdk.v2;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.profiles.ProfileFile;

/** Creates profile files in memory. */
final class ProfileFiles {

  private ProfileFiles() {}

  static ProfileFile file(String text) {
    return ProfileFile.builder()
        .type(ProfileFile.Type.CONFIGURATION)
        .content(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .build();
  }
}
