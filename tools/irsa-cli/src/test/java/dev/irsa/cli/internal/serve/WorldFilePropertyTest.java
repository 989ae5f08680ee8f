package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file contains, it is a world or an error of one line, never another exception. */
class WorldFilePropertyTest {
  private static final IrsaLab LAB = IrsaLab.builder().start();

  private static final String WORLD =
      """
      region: eu-west-1
      accountId: 111122223333
      sessionLifetime: 60
      roles:
        - name: reader
          trustPolicy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: pods.eks.amazonaws.com}
                Action: [sts:AssumeRole, "sts:TagSession"]
                Condition: {StringEquals: {"aws:RequestTag/a": x}}
          policies: [AmazonS3ReadOnlyAccess]
      serviceAccounts:
        - {name: my-sa, role: reader, annotations: {eks.amazonaws.com/audience: a}}
      associations:
        - serviceAccount: my-sa
          policies: []
          disableSessionTags: true
      buckets:
        reports:
          a.txt: |-
            first
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\x", "\"\\u12", "\"\\UFFFFFFFF", "%YAML 99", "%", "a: |0", "!<", "&", "*"})
  void aTextThatEndsTooEarlyIsAnErrorOfOneLine(String text) {
    assertThrows(InvalidInputException.class, () -> WorldFile.of("world.yaml", text));
    assertReadOrRefused(text);
  }

  @Property(tries = 500)
  void anyTextIsAWorldOrAnErrorOfOneLine(@ForAll @StringLength(max = 200) String text) {
    assertReadOrRefused(text);
  }

  @Property(tries = 500)
  void anyTextOfYamlsOwnCharactersIsAWorldOrAnErrorOfOneLine(
      @ForAll
          @StringLength(max = 60)
          @Chars({
            '{', '}', '[', ']', ':', ',', '-', '?', '&', '*', '!', '|', '>', '\'', '"', '%', '@',
            '`', '#', '<', '~', '.', '\\', '\n', ' ', '\t', '0', 'x', 'U'
          })
          String text) {
    assertReadOrRefused(text);
  }

  @Property(tries = 1_000)
  void anyDamageToAWorldIsAWorldOrAnErrorOfOneLine(
      @ForAll @IntRange(max = 650) int at,
      @ForAll @IntRange(max = 12) int removed,
      @ForAll
          @StringLength(max = 4)
          @CharRange(from = ' ', to = '~')
          @Chars({'\n', '\t', '\u0000', '\ud800'})
          String inserted) {
    int start = Math.min(at, WORLD.length());
    int end = Math.min(start + removed, WORLD.length());
    assertReadOrRefused(WORLD.substring(0, start) + inserted + WORLD.substring(end));
  }

  @AfterAll
  static void close() {
    LAB.close();
  }

  private static void assertReadOrRefused(String text) {
    try {
      WorldFile world = WorldFile.of("world.yaml", text);
      var unusedBuilder = world.builder();
      var unused = WorldSetup.add(world, LAB);
    } catch (InvalidInputException e) {
      assertTrue(e.getMessage().matches("world.yaml:\\d+:\\d+( .+)?: .+"), e::getMessage);
      assertEquals(1, e.getMessage().lines().count(), e::getMessage);
      assertTrue(e.getMessage().length() < 700, e::getMessage);
    } finally {
      removeEntries();
    }
  }

  /** The next world has most of the same entries. */
  private static void removeEntries() {
    String role = "arn:aws:iam::111122223333:role/reader";
    LAB.iam().deleteRole(role);
    LAB.serviceAccount("default", "my-sa")
        .map(account -> account.withAnnotation("eks.amazonaws.com/role-arn", role))
        .ifPresent(LAB::deleteServiceAccount);
  }
}
