package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases are those of the parser tests that AWS's SDKs share, one for each rule of the format
 * (published as {@code profile-parser-tests.json} with the SDK for Rust), with texts of our own.
 */
class ProfileFileTest {

  private static final Path FILE = Path.of("the-file");

  /** Texts in which {@code |} is a line break, {@code >} a tab and {@code _} a space. */
  private static Map<String, Map<String, String>> read(boolean isConfiguration, String text) {
    return ProfileFile.read(FILE, isConfiguration, decoded(text));
  }

  private static String decoded(String text) {
    return text.replace('|', '\n').replace('>', '\t').replace('_', ' ');
  }

  /** Returns {@code name{key=value, key=value} name{}}, in alphabetic order. */
  private static String describe(Map<String, Map<String, String>> profiles) {
    StringBuilder described = new StringBuilder();
    new TreeMap<>(profiles)
        .forEach((name, keys) -> described.append(name).append(new TreeMap<>(keys)).append(' '));
    return described.toString().strip();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          an empty file has no profiles                      ~ ``                                 ~ ``
          a profile may be empty                             ~ [profile_a]                        ~ a{}
          so may several                                     ~ [profile_a]|[profile_b]            ~ a{} b{}
          names have letters, digits and some signs          ~ [profile_a-b:c/d.e%f@g+1]          ~ a-b:c/d.e%f@g+1{}
          a profile with another name is ignored             ~ [profile_a!]|k=1|[profile_b]       ~ b{}
          a name has no inner space                          ~ [profile_a_b]|k=1                  ~ ``
          names are trimmed                                  ~ [_>profile_>a_>]                   ~ a{}
          a tab separates the prefix too                     ~ [profile>a]                        ~ a{}
          the prefix is a word of its own                    ~ [profilea]|k=1|[profile_b]         ~ b{}
          a section without the prefix is ignored            ~ [a]|k=1                            ~ ``
          so are sections of other kinds                     ~ [sso-session_a]|k=1|[services_b]|s3=|_x=1|[profile_c] ~ c{}
          lines of an ignored section are not read           ~ [a]|what is this|_nor this         ~ ``
          a profile has properties                           ~ [profile_a]|k_=_1|l_=_2            ~ a{k=1, l=2}
          so do several                                      ~ [profile_a]|k=1|[profile_b]|k=2    ~ a{k=1} b{k=2}
          lines may end as on Windows                        ~ [profile_a]\r|k=1\r|l=2            ~ a{k=1, l=2}
          keys are case-insensitive                          ~ [profile_a]|ROLE=1|[profile_a]|Role=2 ~ a{role=2}
          a value may contain an equals sign                 ~ [profile_a]|k=1=2                  ~ a{k=1=2}
          a value may contain any character                  ~ [profile_a]|k=\uD83D\uDE02         ~ a{k=\uD83D\uDE02}
          keys and values are trimmed                        ~ [profile_a]|k_>=_>1_>              ~ a{k=1}
          a value may be empty                               ~ [profile_a]|k=                     ~ a{k=}
          a property with another name is ignored            ~ [profile_a]|k_l=1|_x|m=2           ~ a{m=2}
          blank lines are ignored                            ~ >_|[profile_a]||>|k=1|_|[profile_b]|_ ~ a{k=1} b{}
          comments begin with a number sign                  ~ #_x|[profile_a]_#_x|k=1_#_x_#_y    ~ a{k=1}
          or with a semicolon                                ~ ;_x|[profile_a]_;_x|k=1_;_x_;_y    ~ a{k=1}
          comments may be empty                              ~ ;|[profile_a];|k=1_;               ~ a{k=1}
          a section needs no space before a comment          ~ [profile_a]#x|[profile_b];x        ~ a{} b{}
          a value does                                       ~ [profile_a]|k=1#x|l=2;x            ~ a{k=1#x, l=2;x}
          a value continues on indented lines                ~ [profile_a]|k=1|_-2|>_-3_          ~ `a{k=1|-2|-3}`
          a continuation has no comments                     ~ [profile_a]|k=1|_-2_#_x            ~ `a{k=1|-2 # x}`
          an empty value may have nested ones                ~ [profile_a]|s3=|_k=1||_l=          ~ `a{s3=|k=1|l=}`
          whatever their names                               ~ [profile_a]|s3=|_k_l=1             ~ `a{s3=|k l=1}`
          a profile may be continued later                   ~ [profile_a]|k=1|[profile_a]|l=2    ~ a{k=1, l=2}
          the last value counts                              ~ [profile_a]|k=1|k=2                ~ a{k=2}
          in a later part too                                ~ [profile_a]|k=1|[profile_a]|k=2    ~ a{k=2}
          the default needs no prefix                        ~ [default]|k=1                      ~ default{k=1}
          with the prefix it replaces a later one without    ~ [profile_default]|k=1|[default]|l=2 ~ default{k=1}
          and an earlier one                                 ~ [default]|l=2|[profile_default]|k=1 ~ default{k=1}
          and its parts are joined                           ~ [profile_default]|k=1|[default]|l=2|[profile_default]|m=3 ~ default{k=1, m=3}
          """)
  void aConfigurationFileIsReadByTheSpecification(String rule, String text, String expected) {
    String decoded = text.replace("\\r", "\r").replace("\\uD83D\\uDE02", "\uD83D\uDE02");

    assertEquals(
        expected.replace('|', '\n').replace("\\uD83D\\uDE02", "\uD83D\uDE02"),
        describe(read(true, decoded)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          names have no prefix                         ~ [a]|k=1                    ~ a{k=1}
          a section with the prefix is ignored         ~ [profile_a]|k=1|[b]        ~ b{}
          names are trimmed                            ~ [__a__]|k=1                ~ a{k=1}
          a name has no inner space                    ~ [a_b]|k=1                  ~ ``
          a session of single sign-on is no profile    ~ [sso-session_a]|k=1|[b]    ~ b{}
          without the space, it is the name of one     ~ [sso-sessiona]|k=1|[b]     ~ b{} sso-sessiona{k=1}
          """)
  void aCredentialsFileIsReadByTheSpecification(String rule, String text, String expected) {
    assertEquals(expected, describe(read(false, text)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a section ends with a bracket             ~ 1 ~ [profile_a
          a property belongs to a profile           ~ 1 ~ k=SECRET
          a property has a name                     ~ 2 ~ [profile_a]|=_SECRET
          and an equals sign                        ~ 2 ~ [profile_a]|k_:_SECRET
          a continuation belongs to a profile       ~ 1 ~ _SECRET
          and to a property                         ~ 2 ~ [profile_a]|_SECRET
          which ends with the profile               ~ 4 ~ [profile_a]|k=1|[profile_a]|_SECRET
          a nested property has an equals sign      ~ 3 ~ [profile_a]|s3=|_SECRET
          and a name                                ~ 3 ~ [profile_a]|s3=|_=_SECRET
          """)
  void anythingElseIsAnErrorThatNamesTheLine(String rule, int line, String text) {
    var wrong = assertThrows(MisconfiguredException.class, () -> read(true, text));

    assertTrue(wrong.getMessage().contains("the-file"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("see line " + line + "."), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("SECRET"), wrong.getMessage());
  }
}
