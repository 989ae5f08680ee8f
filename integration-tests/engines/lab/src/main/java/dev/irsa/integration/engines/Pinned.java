package dev.irsa.integration.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions in the top-level pom. */
public final class Pinned {

  private Pinned() {}

  /** Returns the value of a property of the top-level pom. */
  public static String version(String property) throws IOException {
    String pom = Files.readString(Snippet.root().resolve("pom.xml"));
    Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);
    if (!value.find()) {
      throw new AssertionError("pom.xml does not have " + property);
    }
    return value.group(1);
  }
}
