package dev.irsa.integration.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the frameworks. */
public final class FrameworkVersions {

  private FrameworkVersions() {}

  /** Returns the value of a property of the pom of all engines. */
  public static String version(String property) throws IOException {
    String pom = Files.readString(Snippet.root().resolve("integration-tests/engines/pom.xml"));
    Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);
    if (!value.find()) {
      throw new AssertionError("integration-tests/engines/pom.xml does not have " + property);
    }
    return value.group(1);
  }
}
