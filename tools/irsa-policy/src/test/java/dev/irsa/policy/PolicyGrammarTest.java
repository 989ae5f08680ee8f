package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The errors that IAM reports for a policy, from the IAM user guide: "IAM policy validation check
 * reference", "Grammar of the IAM JSON policy language", and the pages of the elements. The
 * requirement of JSON with unique names comes from RFC 8259 (section 4), as does its syntax, which
 * lenient parsers do not insist on.
 *
 * <p>Of the check reference are: "Null with if exists", "Duplicate keys with different case",
 * "Invalid condition key format", "Invalid global condition key" (for unknown keys), "Unsupported
 * Sid", "Unique Sids required", "Unsupported wildcard in principal", "Data type mismatch", and
 * "Variable unsupported in element".
 */
class PolicyGrammarTest {
  private static final String OK =
      "\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:*\"";

  /** Replaces OK by what each statement needs, NEW by the version with variables, and ⏎. */
  private static String written(String document) {
    return document
        .replace("OK", OK)
        .replace("NEW", "\"Version\": \"2012-10-17\"")
        .replace('⏎', '\n');
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $                                          | [] | expected a JSON object
          $                                          | {"Version": "2012-10-17"} | missing required element Statement
          $.Version                                  | {"Version": "2012-10-18", "Statement": []} | expected 2012-10-17, found 2012-10-18
          $.Version                                  | {"Version": 1, "Statement": []} | expected a string, found a number
          $.Statement                                | {"Statement": []} | at least one
          $.Statement                                | {"Statement": "Allow"} | expected an object, found a string
          $.Statement[0]                             | {"Statement": [7]} | expected an object, found a number
          $.Statement                                | {"Statement": {"Principal": "*", "Action": "sts:*"}} | missing required element Effect
          $.Statement.Effect                         | {"Statement": {"Effect": "allow", "Principal": "*", "Action": "sts:*"}} | expected Allow or Deny, found allow
          $.Statement                                | {"Statement": {"Effect": "Allow", "Action": "sts:*"}} | missing required element Principal
          $.Statement.Principal                      | {"Statement": {"Effect": "Allow", "Principal": "me", "Action": "sts:*"}} | expected "*" or an object, found me
          $.Statement.Principal.Fed                  | {"Statement": {"Effect": "Allow", "Principal": {"Fed": "x"}, "Action": "sts:*"}} | unexpected element
          $.Statement.Principal.AWS[1]               | {"Statement": {"Effect": "Allow", "Principal": {"AWS": ["x", []]}, "Action": "sts:*"}} | expected a string, found an array
          $.Statement.Action                         | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "assume"}} | expected service:Action
          $.Statement.Resource                       | {"Statement": {OK, "Resource": "*"}} | unexpected element
          $.Statement.Condition                      | {"Statement": {OK, "Condition": []}} | expected an object, found an array
          $.Statement.Condition.Wrong                | {"Statement": {OK, "Condition": {"Wrong": {"a": "b"}}}} | not a supported condition operator
          $.Statement.Condition.StringLike.a         | {"Statement": {OK, "Condition": {"StringLike": {"a": {}}}}} | expected a string, found an object
          $.Statement.Condition.StringLike.a         | {"Statement": {OK, "Condition": {"StringLike": {"a": null}}}} | expected a string, found null
          $                                          | `` | JSON
          $                                          | {Statement: {OK}} | JSON
          $                                          | {'Statement': {OK}} | JSON
          $                                          | {"Statement": {OK},} | JSON
          $                                          | {"Statement": {OK}} // end | JSON
          $                                          | {"Statement": {OK}} {} | JSON
          $                                          | # begin⏎{"Statement": {OK}} | JSON
          $                                          | {"Statement" = {OK}} | JSON
          $                                          | {"Statement": {OK}; "Id": "x"} | JSON
          $                                          | {"Id": "a⏎b", "Statement": {OK}} | JSON
          $                                          | {"Id": "\\x", "Statement": {OK}} | JSON
          $                                          | {"Id": "\\u00\u0661e", "Statement": {OK}} | JSON
          $                                          | {"Id": "open, "Statement": {OK}} | JSON
          $                                          | {"Id": NaN, "Statement": {OK}} | JSON
          $                                          | {"Id": 01, "Statement": {OK}} | JSON
          $                                          | {"Id": +1, "Statement": {OK}} | JSON
          $                                          | {"Statement": [{OK} | JSON
          $                                          | {"Statement": {OK} | JSON
          $                                          | {\u00a0"Statement": {OK}} | JSON
          $.Version                                  | {"Version": null, "Statement": {OK}} | expected a string, found null
          $.Id                                       | {"Id": null, "Statement": {OK}} | expected a string, found null
          $.Statement.Condition                      | {"Statement": {OK, "Condition": null}} | expected an object, found null
          $.Statement[0].Effect                      | {"Statement": [{OK, "Effect": "Deny"}]} | duplicate name
          $.Statement.Condition.StringEquals         | {"Statement": {OK, "Condition": {"StringEquals": {"a:b": "c"}, "StringEquals": {"d:e": "f"}}}} | duplicate name
          $.Statement.Condition.StringEquals.a:b     | {"Statement": {OK, "Condition": {"StringEquals": {"a:b": "c", "a:b": "d"}}}} | duplicate name
          $.Statement.Condition.StringEquals.A:B     | {"Statement": {OK, "Condition": {"StringEquals": {"a:b": "c", "A:B": "d"}}}} | duplicate name
          $.Statement.Condition.stringequals         | {"Statement": {OK, "Condition": {"StringEquals": {"a:b": "c"}, "stringequals": {"d:e": "f"}}}} | duplicate name
          $.Statement.Condition.NullIfExists         | {"Statement": {OK, "Condition": {"NullIfExists": {"a:b": "true"}}}} | IfExists
          $.Statement.Condition.nullifexists         | {"Statement": {OK, "Condition": {"nullifexists": {"a:b": "true"}}}} | IfExists
          $.Statement.Condition.StringNotEquals.key  | {"Statement": {OK, "Condition": {"StringNotEquals": {"key": "x"}}}} | expected service:key
          $.Statement.Condition.StringNotEquals.aws:SourceIp | {"Statement": {OK, "Condition": {"StringNotEquals": {"aws:SourceIp": "x"}}}} | is not supported
          $.Statement.Condition.StringNotEquals.sts:AWSServiceName | {"Statement": {OK, "Condition": {"StringNotEquals": {"sts:AWSServiceName": "x"}}}} | is not supported
          $.Statement.Condition.StringNotEquals.aws:SourceOrgId | {"Statement": {OK, "Condition": {"StringNotEquals": {"aws:SourceOrgId": "x"}}}} | is not supported
          $.Statement.Condition.StringNotEquals.aws:RequestTag/ | {"Statement": {OK, "Condition": {"StringNotEquals": {"aws:RequestTag/": "x"}}}} | is not supported
          $.Statement.Condition.StringNotEquals.aws:ResourceTag/x | {"Statement": {OK, "Condition": {"StringNotEquals": {"aws:ResourceTag/x": "x"}}}} | is not supported
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": "a b"}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": "a-b"}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": "\u00e9"}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": "\u0661"}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": 7}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": {}}]} | expected
          $.Statement[0].Sid                         | {"Statement": [{OK, "Sid": null}]} | expected
          $.Statement[1].Sid                         | {"Statement": [{OK, "Sid": "Same1"}, {OK, "Sid": "Same1"}]} | Same1
          $.Statement.Principal.AWS                  | {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}, "Action": "sts:*"}} | wildcard
          $.Statement.Principal.AWS                  | {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::11112222333?:root"}, "Action": "sts:*"}} | wildcard
          $.Statement.Principal.Federated            | {"Statement": {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::*:oidc-provider/x"}, "Action": "sts:*"}} | wildcard
          $.Statement.Principal.Service              | {"Statement": {"Effect": "Allow", "Principal": {"Service": "*.amazonaws.com"}, "Action": "sts:*"}} | wildcard
          $.Statement.Principal.AWS[0]               | {NEW, "Statement": {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:user/${aws:username}"]}, "Action": "sts:*"}} | policy variable
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws:SourceIp}"}}}} | ${aws:SourceIp} is not supported
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws:x:sub}"}}}} | is not supported
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${i.x:amr}"}}}} | is not supported
          $.Statement.Condition.StringEquals.i.x:sub[1] | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": ["a", "${aws:x, 'y'}"]}}}} | is not supported
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "a${i.x:sub"}}}} | closing brace
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${}"}}}} | found ${}
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws: username}"}}}} | expected ${key}
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws:username, x}"}}}} | expected ${key}
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws:username, 'x}"}}}} | expected ${key}
          $.Statement.Condition.StringEquals.i.x:sub | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"i.x:sub": "${aws:username,'x'}"}}}} | expected ${key}
          $.Statement.Condition.Bool.i.x:sub         | {NEW, "Statement": {OK, "Condition": {"Bool": {"i.x:sub": "${i.x:sub}"}}}} | string and ARN operators
          $.Statement.Condition.Null.i.x:sub         | {NEW, "Statement": {OK, "Condition": {"Null": {"i.x:sub": "${i.x:sub}"}}}} | string and ARN operators
          $.Statement.Condition.StringEquals.${i.x:sub}:aud | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"${i.x:sub}:aud": "x"}}}} | policy variable
          $.Statement.Condition.StringEquals.aws:SourceArn | {NEW, "Statement": {OK, "Condition": {"StringEquals": {"aws:SourceArn": "${aws:TagKeys}"}}}} | is not supported
          """)
  void aMalformedPolicyIsRefusedWithItsJsonPath(String path, String json, String problem) {
    String document = written(json);
    MalformedPolicyException refusal =
        assertThrows(MalformedPolicyException.class, () -> TrustPolicy.parse(document));
    assertEquals(path, refusal.path());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }

  /** Some tools write an empty Sid into every statement, which IAM accepts. */
  @Test
  void whatIamAcceptsIsAccepted() {
    for (String document :
        List.of(
            "{'Statement': [{OK, 'Sid': 'Same1'}, {OK, 'Sid': ''}, {OK, 'Sid': ''}]}",
            " \t\r⏎{'Statement': {OK, 'Condition': {'StringEquals': {'a:b':"
                + " [1, -2.5e+3, true, false, '\\u0041\\n\\'\\\\\\/ \\b\\f\\r\\t']}}}} ")) {
      TrustPolicy.parse(written(document.replace('\'', '"')));
    }
  }

  @Test
  void deepNestingIsRejectedWithoutAStackOverflow() {
    String document = "{\"Statement\": " + "[".repeat(100_000);
    assertEquals(
        "$",
        assertThrows(MalformedPolicyException.class, () -> TrustPolicy.parse(document)).path());
  }

  @Test
  void aDocumentWithWrongTypesIsAlwaysRejectedAsMalformed() {
    for (String value : List.of("null", "1", "true", "\"x\"", "[]", "{}", "[null]", "[[]]")) {
      for (String member : List.of("Effect", "Principal", "Action", "Condition", "Sid")) {
        try {
          TrustPolicy.parse(written("{\"Statement\": {OK, \"" + member + "\": " + value + "}}"));
        } catch (MalformedPolicyException e) {
          assertTrue(e.path().startsWith("$"), e.path());
        }
      }
    }
  }
}
