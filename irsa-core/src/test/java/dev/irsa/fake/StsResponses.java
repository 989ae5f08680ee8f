package dev.irsa.fake;

import java.time.Duration;
import java.time.Instant;

/** Responses of STS as they appear on the wire. */
public final class StsResponses {

  public static final String SECRET_KEY = "wJalrXUtnFEMIsecretSECRETbPxRfiCYEXAMPLEKEY";
  public static final String SESSION_TOKEN = "IQoJb3JpZ2luX2VjsessionSESSIONtoken+/=";

  /** Has the form of a JWT; the signature is invalid. */
  public static final String TOKEN =
      "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0"
          + ".eyJpc3MiOiJodHRwczovL29pZGMuZWtzLmV1LXdlc3QtMS5hbWF6b25hd3MuY29tL2lkL0VYQU1QTEUiLCJz"
          + "dWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6c2hvcDpjYXJ0IiwiYXVkIjpbInN0cy5hbWF6b25hd3MuY29tIl0"
          + "sImlhdCI6MTc5NTUzNjAwMCwiZXhwIjoxNzk1NjIyNDAwfQ"
          + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbi13aGljaC1pcy1zZWNyZXQtYW5kLWxvbmc";

  private StsResponses() {}

  /** Returns a response with credentials that expire in an hour. */
  public static String anHour() {
    return success(Instant.now().plus(Duration.ofHours(1)).toString());
  }

  /** Returns a success document in AWS's format. */
  public static String success() {
    return success("2026-11-24T17:00:00Z");
  }

  public static String success(String expiration) {
    return "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
        + "  <AssumeRoleWithWebIdentityResult>\n"
        + "    <SubjectFromWebIdentityToken>system:serviceaccount:shop:cart</SubjectFromWebIdentityToken>\n"
        + "    <Audience>sts.amazonaws.com</Audience>\n"
        + "    <AssumedRoleUser>\n"
        + "      <Arn>arn:aws:sts::111122223333:assumed-role/cart/irsa-cart-0</Arn>\n"
        + "      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:irsa-cart-0</AssumedRoleId>\n"
        + "    </AssumedRoleUser>\n"
        + "    <Credentials>\n"
        + "      <SessionToken>"
        + SESSION_TOKEN
        + "</SessionToken>\n"
        + "      <SecretAccessKey>"
        + SECRET_KEY
        + "</SecretAccessKey>\n"
        + "      <Expiration>"
        + expiration
        + "</Expiration>\n"
        + "      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>\n"
        + "    </Credentials>\n"
        + "    <Provider>arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE</Provider>\n"
        + "    <PackedPolicySize>6</PackedPolicySize>\n"
        + "  </AssumeRoleWithWebIdentityResult>\n"
        + "  <ResponseMetadata>\n"
        + "    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>\n"
        + "  </ResponseMetadata>\n"
        + "</AssumeRoleWithWebIdentityResponse>\n";
  }

  /** Returns an error document in AWS's format. */
  public static String error(String code, String message) {
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
        + "<Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message></Error><RequestId>0a1b2c3d-request</RequestId></ErrorResponse>";
  }

  /** Returns an error document in the format of S3-compatible implementations. */
  public static String bareError(String code, String message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message><RequestId>tx0001</RequestId></Error>";
  }
}
