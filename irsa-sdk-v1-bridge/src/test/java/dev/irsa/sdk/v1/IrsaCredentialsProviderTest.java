package dev.irsa.sdk.v1;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AccountIdAware;
import com.amazonaws.auth.ProviderNameAware;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.ProviderContract;
import dev.irsa.internal.adapter.Samples;
import dev.irsa.internal.adapter.ScriptedPod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IrsaCredentialsProviderTest extends ProviderContract<AWSCredentials> {

  IrsaCredentialsProviderTest() {
    super(new V1Adapter());
  }

  private static IrsaCredentialsProvider over(ScriptedPod pod) {
    return IrsaCredentialsProvider.builder().configure(pod::applyTo).build();
  }

  @Test
  @Tag("account-ids")
  void credentialsContainAllValuesOfTheSession() {
    AWSSessionCredentials credentials = over(ScriptedPod.with(session("ASIA1"))).getCredentials();

    assertEquals("ASIA1", credentials.getAWSAccessKeyId());
    assertEquals("secret-ASIA1", credentials.getAWSSecretKey());
    assertEquals("token-ASIA1", credentials.getSessionToken());
    assertEquals(
        "111122223333", assertInstanceOf(AccountIdAware.class, credentials).getAccountId());
    assertEquals(
        "StsAssumeRoleWithWebIdentityCredentialsProvider",
        assertInstanceOf(ProviderNameAware.class, credentials).getProviderName());
  }

  @Test
  @Tag("account-ids")
  void aSessionWithoutAnAccountCreatesCredentialsWithoutAnAccount() {
    var anonymous = SessionCredentials.of("A", "secret", "token", Samples.EXPIRATION);

    AWSCredentials credentials = over(ScriptedPod.with(anonymous)).getCredentials();

    assertNull(assertInstanceOf(AccountIdAware.class, credentials).getAccountId());
  }

  @Test
  void getInstanceReturnsTheSameProviderToAllCallers() {
    try (IrsaCredentialsProvider shared = IrsaCredentialsProvider.getInstance();
        IrsaCredentialsProvider own = new IrsaCredentialsProvider()) {
      assertSame(shared, IrsaCredentialsProvider.getInstance());
      assertNotSame(shared, own);
    }
  }
}
