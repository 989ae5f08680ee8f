package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The errors that IAM reports for a policy, from the IAM user guide: "IAM policy validation check
 * reference", "Grammar of the IAM JSON policy language", and the pages of the elements. The
 * requirement of JSON with unique names comes from RFC 8259.
 */
class PolicyGrammarTest {

  private static String statement(String more) {
    return "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:*\"" + more + "}";
  }

  private static void assertRefused(String path, String problem, String document) {
    MalformedPolicyException refusal =
        assertThrows(MalformedPolicyException.class, () -> TrustPolicy.parse(document), document);

    assertEquals(path, refusal.path());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }

  /** "Null with if exists", and "...IfExists condition operators": any name except Null. */
  @ParameterizedTest
  @ValueSource(strings = {"NullIfExists", "nullifexists"})
  void nullIsNotCombinedWithIfExists(String operator) {
    assertRefused(
        "$.Statement.Condition." + operator,
        "IfExists",
        "{\"Statement\": "
            + statement(", \"Condition\": {\"" + operator + "\": {\"a:b\": \"true\"}}")
            + "}");
  }

  /**
   * RFC 8259, 4: names should be unique. IAM rejects duplicates, of which parsers would use the
   * last one.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $.Statement.Condition.StringEquals     | {"StringEquals": {"a:b": "c"}, "StringEquals": {"d:e": "f"}}
          $.Statement.Condition.StringEquals.a:b | {"StringEquals": {"a:b": "c", "a:b": "d"}}
          """)
  void theSameNameTwiceInOneObjectIsRefused(String path, String condition) {
    String document = "{\"Statement\": " + statement(", \"Condition\": " + condition) + "}";

    assertRefused(path, "duplicate name", document);
  }

  @Test
  void theSameElementTwiceIsRefused() {
    assertRefused(
        "$.Statement[0].Effect",
        "duplicate name",
        "{\"Statement\": [" + statement(", \"Effect\": \"Deny\"") + "]}");
  }

  /** "Duplicate keys with different case". */
  @Test
  void theSameConditionKeyInAnotherCaseIsRefused() {
    assertRefused(
        "$.Statement.Condition.StringEquals.A:B",
        "duplicate name",
        "{\"Statement\": "
            + statement(", \"Condition\": {\"StringEquals\": {\"a:b\": \"c\", \"A:B\": \"d\"}}")
            + "}");
    assertRefused(
        "$.Statement.Condition.stringequals",
        "duplicate name",
        "{\"Statement\": "
            + statement(
                ", \"Condition\": {\"StringEquals\": {\"a:b\": \"c\"}, \"stringequals\": {\"d:e\": \"f\"}}")
            + "}");
  }

  /** "Invalid condition key format", and "Invalid global condition key" for unknown keys. */
  @ParameterizedTest
  @CsvSource({
    "key, expected service:key",
    "aws:SourceIp, is not supported",
    "sts:AWSServiceName, is not supported"
  })
  void aConditionKeyIsOneThatTheRequestCanHave(String key, String problem) {
    assertRefused(
        "$.Statement.Condition.StringNotEquals." + key,
        problem,
        "{\"Statement\": "
            + statement(", \"Condition\": {\"StringNotEquals\": {\"" + key + "\": \"x\"}}")
            + "}");
  }

  /** "Unsupported Sid": only A-Z, a-z, 0-9. */
  @ParameterizedTest
  @ValueSource(strings = {"\"a b\"", "\"a-b\"", "\"\u00e9\"", "\"\u0661\"", "7", "{}", "null"})
  void aSidIsAsciiLettersAndDigits(String sid) {
    assertRefused(
        "$.Statement[0].Sid",
        "expected",
        "{\"Statement\": [" + statement(", \"Sid\": " + sid) + "]}");
  }

  /**
   * "Unique Sids required". Some tools write an empty Sid into every statement, which IAM accepts.
   */
  @Test
  void aSidIsUniqueUnlessItIsEmpty() {
    String same = statement(", \"Sid\": \"Same1\"");
    String empty = statement(", \"Sid\": \"\"");

    assertRefused("$.Statement[1].Sid", "Same1", "{\"Statement\": [" + same + "," + same + "]}");
    TrustPolicy.parse("{\"Statement\": [" + same + "," + empty + "," + empty + "]}");
  }

  /**
   * "Unsupported wildcard in principal": a single star means everyone; a star as part of a name is
   * invalid.
   */
  @ParameterizedTest
  @CsvSource({
    "AWS, arn:aws:iam::111122223333:role/*",
    "AWS, arn:aws:iam::11112222333?:root",
    "Federated, arn:aws:iam::*:oidc-provider/x",
    "Service, *.amazonaws.com"
  })
  void aPrincipalIsNamedInFull(String kind, String name) {
    String principal = "{\"" + kind + "\": \"" + name + "\"}";

    assertRefused(
        "$.Statement.Principal." + kind,
        "wildcard",
        "{\"Statement\": " + statement("").replace("\"*\"", principal) + "}");
  }

  /** "Data type mismatch": an element that is present must have a value. */
  @ParameterizedTest
  @CsvSource({"Version", "Id"})
  void nullIsNotAValue(String element) {
    assertRefused(
        "$." + element,
        "expected a string, found null",
        "{\"" + element + "\": null, \"Statement\": " + statement("") + "}");
  }

  @Test
  void nullIsNotACondition() {
    assertRefused(
        "$.Statement.Condition",
        "expected an object, found null",
        "{\"Statement\": " + statement(", \"Condition\": null") + "}");
  }

  /** "Json syntax error"; lenient parsers accept each of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{Statement: %}",
        "{'Statement': %}",
        "{\"Statement\": %,}",
        "{\"Statement\": %} // end",
        "{\"Statement\": %} {}",
        "# begin\n{\"Statement\": %}",
        "{\"Statement\" = %}",
        "{\"Statement\": %; \"Id\": \"x\"}",
        "{\"Id\": \"a\nb\", \"Statement\": %}",
        "{\"Id\": \"\\x\", \"Statement\": %}",
        "{\"Id\": \"\\u00\u0661e\", \"Statement\": %}",
        "{\"Id\": \"open, \"Statement\": %}",
        "{\"Id\": NaN, \"Statement\": %}",
        "{\"Id\": 01, \"Statement\": %}",
        "{\"Id\": +1, \"Statement\": %}",
        "{\"Statement\": [%",
        "{\"Statement\": %",
        "{\u00a0\"Statement\": %}",
        ""
      })
  void textThatIsNotJsonIsRejected(String document) {
    assertRefused("$", "JSON", document.replace("%", statement("")));
  }

  @Test
  void deepNestingIsRejectedWithoutAStackOverflow() {
    assertRefused("$", "JSON", "{\"Statement\": " + "[".repeat(100_000));
  }

  @Test
  void everyKindOfJsonValueIsParsed() {
    String condition =
        """
        {"StringEquals": {"a:b": [1, -2.5e+3, true, false, "\\u0041\\n\\"\\\\\\/ \\b\\f\\r\\t"]}}""";

    TrustPolicy.parse(
        " \t\r\n{\"Statement\": " + statement(", \"Condition\": " + condition) + "} ");
  }
}
