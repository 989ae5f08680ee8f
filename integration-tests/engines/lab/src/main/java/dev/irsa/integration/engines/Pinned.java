package dev.irsa.integration.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions that the top pom names. */
public final class Pinned {

  private Pinned() {}

  /** Returns the value of a property of the top pom. */
  public static String version(String property) throws IOException {
    String pom = Files.readString(Snippet.root().resolve("pom.xml"));
    Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);
    if (!value.find()) {
      throw new AssertionError("no " + property + " in pom.xml");
    }
    return value.group(1);
  }
}
