package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Identity-based policies as described in the IAM user guide: "Policy evaluation logic", "IAM JSON
 * policy elements: Resource", and the numeric operators of "IAM JSON policy elements: Condition".
 */
class IdentityPolicyTest {
  private static final String SELF = "arn:aws:sts::111122223333:self";
  private static final TrustPolicy TRUST =
      TrustPolicy.parse(
          "{\"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"*\"}}");
  private final UniqueIds ids = new UniqueIds(new Random(1));
  private final Account account = new Account("aws", "111122223333", ids);
  private final AccessKeys keys = new AccessKeys(account, ids, Clock.systemUTC());
  private final Role role = role("pod");
  private final AccessKey session = keys.issueSession(role, "a-pod", Instant.MAX);

  private Role role(String name, String... managed) {
    return account.createRole(name, TRUST, Duration.ofHours(1), List.of(managed));
  }

  private void put(String name, String statement) {
    account.putRolePolicy(
        role.arn(), name, IdentityPolicy.parse("{\"Statement\": " + statement + "}"));
  }

  private boolean allowed(AccessKey caller, Map<String, List<String>> conditionKeys) {
    return account
        .evaluate(
            new IdentityPolicy.Request(caller, "sts:GetWebIdentityToken", SELF, conditionKeys))
        .allowed();
  }

  @Test
  void nothingIsAllowedUntilAPolicyAllowsItAndADenialOverridesAll() {
    assertFalse(allowed(session, Map.of()));
    put("one", "{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}");
    assertFalse(allowed(session, Map.of()));
    put("two", "{\"Effect\": \"Allow\", \"Action\": \"sts:get*\", \"Resource\": \"*\"}");
    assertTrue(allowed(session, Map.of()));
    put("three", "{\"Effect\": \"Deny\", \"Action\": \"sts:*\", \"Resource\": \"*\"}");
    assertFalse(allowed(session, Map.of()));
    account.deleteRolePolicy(role.arn(), "three");
    assertTrue(allowed(session, Map.of()));

    account.deleteRole(role.arn());
    AccessKey again = keys.issueSession(role("pod"), "a-pod", Instant.MAX);
    assertFalse(allowed(again, Map.of()), "inline policies end with their role");
  }

  @Test
  void managedPoliciesForEverythingAndUsersMayDoEverything() {
    assertTrue(
        allowed(
            keys.issueSession(role("admin", "AdministratorAccess"), "a", Instant.MAX), Map.of()));
    assertFalse(
        allowed(
            keys.issueSession(role("reader", "AmazonS3ReadOnlyAccess"), "a", Instant.MAX),
            Map.of()));
    assertTrue(allowed(keys.issueLongTermKey("alice"), Map.of()));
  }

  @Test
  void conditionsSeeTheCallerAndTheRequest() {
    put(
        "p",
        """
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
          "StringEquals": {"aws:PrincipalArn": "%s", "sts:SigningAlgorithm": "ES384"},
          "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": ["a", "b"]}}}"""
            .formatted(role.arn()));
    Map<String, List<String>> keys =
        Map.of("sts:SigningAlgorithm", List.of("ES384"), "sts:IdentityTokenAudience", List.of("a"));
    assertTrue(allowed(session, keys));
    assertFalse(
        allowed(
            session,
            Map.of(
                "sts:SigningAlgorithm", List.of("ES384"),
                "sts:IdentityTokenAudience", List.of("a", "c"))));
    assertFalse(allowed(session, Map.of("sts:SigningAlgorithm", List.of("RS256"))));
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "arn:aws:sts::111122223333:self, true",
    "arn:aws:sts::*:self, true",
    "arn:aws:sts::444455556666:self, false",
    "arn:aws:s3:::bucket, false"
  })
  void aStatementAppliesToItsResources(String resource, boolean allowed) {
    put(
        "p",
        "{\"Effect\": \"Allow\", \"Action\": \"sts:*\", \"Resource\": [\"%s\"]}"
            .formatted(resource));
    assertEquals(allowed, allowed(session, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "NumericEquals, 300, 300, true",
    "NumericEquals, 300, 300.0, true",
    "NumericEquals, 300, 301, false",
    "NumericNotEquals, 300, 301, true",
    "NumericNotEquals, 300, 300, false",
    "NumericLessThan, 300, 299, true",
    "NumericLessThan, 300, 300, false",
    "NumericLessThanEquals, 300, 300, true",
    "NumericLessThanEquals, 300, 1000, false",
    "NumericGreaterThan, 300, 1000, true",
    "NumericGreaterThan, 300, 300, false",
    "NumericGreaterThanEquals, 300, 300, true",
    "NumericGreaterThanEquals, 300, 299, false",
    "numericlessthanequals, 300, 300, true",
    "NumericEquals, 300, text, false"
  })
  void numericOperatorsCompareNumbers(
      String operator, String expected, String found, boolean allowed) {
    put(
        "p",
        "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"%s\": {\"sts:DurationSeconds\": %s}}}"
            .formatted(operator, expected));
    assertEquals(allowed, allowed(session, Map.of("sts:DurationSeconds", List.of(found))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $.Statement           | {"Statement": {"Effect": "Allow", "Action": "*"}} | missing required element Resource
          $.Statement.Principal | {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}} | unexpected element
          $.Statement.NotAction | {"Statement": {"Effect": "Allow", "NotAction": "*", "Resource": "*"}} | unexpected element
          $.Statement.Resource  | {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "bucket"}} | expected "*" or an ARN, found bucket
          $.Statement.Resource  | {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:username}"}} | a policy variable in a resource is not supported
          $.Statement.Condition.NumericEquals.sts:DurationSeconds | {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"NumericEquals": {"sts:DurationSeconds": "5 min"}}}} | expected a number, found 5 min
          """)
  void aDocumentThatIsMalformedOrNotSupportedIsRefused(
      String path, String document, String problem) {
    MalformedPolicyException failure =
        assertThrows(MalformedPolicyException.class, () -> IdentityPolicy.parse(document));
    assertEquals(path, failure.path());
    assertTrue(failure.getMessage().contains(problem), failure.getMessage());
  }
}
