package dev.irsa.fake;

/** Responses of container credentials endpoints as they appear on the wire. */
public final class ContainerResponses {

  public static final String ACCESS_KEY_ID = "ASIAIOSFODNN7EXAMPLE";

  /** Error responses of the agent of EKS Pod Identity. */
  public static final String PLAIN_TEXT = "Content-Type: text/plain; charset=utf-8";

  public static final String JSON = "Content-Type: application/json";

  /** A token of EKS Pod Identity. Has the form of a JWT; the signature is invalid. */
  public static final String TOKEN =
      "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0"
          + ".eyJhdWQiOlsicG9kcy5la3MuYW1hem9uYXdzLmNvbSJdLCJleHAiOjE3OTU2MjI0MDAsImlhdCI6MTc5NTUz"
          + "NjAwMCwiaXNzIjoiaHR0cHM6Ly9vaWRjLmVrcy5ldS13ZXN0LTEuYW1hem9uYXdzLmNvbS9pZC9FWEFNUExFIi"
          + "wic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OnNob3A6Y2FydCJ9"
          + ".c2lnbmF0dXJlLW9mLXRoZS1wb2QtaWRlbnRpdHktdG9rZW4tc2VjcmV0LWFuZC1sb25n";

  private ContainerResponses() {}

  /** Returns a success in the format of the agent. */
  public static String success() {
    return success("2026-11-24T22:00:00.123456789Z");
  }

  public static String success(String expiration) {
    return "{\"AccessKeyId\":\""
        + ACCESS_KEY_ID
        + "\",\"SecretAccessKey\":\""
        + StsResponses.SECRET_KEY
        + "\",\"Token\":\""
        + StsResponses.SESSION_TOKEN
        + "\",\"AccountId\":\"111122223333\",\"Expiration\":\""
        + expiration
        + "\"}";
  }

  /** Returns an error in the format of the agent. */
  public static String error(String code, String message) {
    return "[7c1f6bd2-request]: (" + code + "): " + message + ", fault: client\n";
  }

  /** Returns an error as servers like that of ECS send it. */
  public static String jsonError(String code, String message) {
    return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }
}
