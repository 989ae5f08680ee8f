package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.IrsaCredentials;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who knows one of the three ways to credentials knows the others. */
final class VerbsTest {

  /** What an SDK names otherwise, or what only one of them has. */
  private static final Map<String, String> NAMES =
      Map.of(
          "getCredentials", "credentials",
          "resolveCredentials", "credentials",
          "resolveIdentity", "credentialsAsync");

  private static final Set<String> OF_THE_CORE = Set.of("credentialsInHand", "credentialsAsync");
  private static final Set<String> OF_PROVIDERS = Set.of("forRequest", "toBuilder");
  private static final Set<String> OF_SDK_V2 = Set.of("identityType");
  private static final Set<String> OF_PROVIDER_BUILDERS =
      Set.of("configure", "profile", "profileFile", "stsClient");

  private static Set<String> verbs(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .map(name -> NAMES.getOrDefault(name, name))
        .filter(name -> !name.equals("toString"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> difference(Set<String> all, Set<String> without) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(without);
    return rest;
  }

  @Test
  void coreAndBothSdksOfferTheSameVerbs() {
    Set<String> core = difference(verbs(IrsaCredentials.class), OF_THE_CORE);
    Set<String> v2 = difference(verbs(dev.irsa.sdk.v2.IrsaCredentialsProvider.class), OF_SDK_V2);
    Set<String> v1 = verbs(dev.irsa.sdk.v1.IrsaCredentialsProvider.class);

    assertEquals(core, difference(difference(v2, OF_PROVIDERS), OF_THE_CORE));
    assertEquals(core, difference(v1, OF_PROVIDERS));
  }

  @Test
  void theBuildersOfProvidersNameTheirSettingsLikeTheCore() {
    Set<String> core = verbs(IrsaCredentials.Builder.class);
    Set<String> v2 = verbs(dev.irsa.sdk.v2.IrsaCredentialsProvider.Builder.class);
    Set<String> v1 = verbs(dev.irsa.sdk.v1.IrsaCredentialsProvider.Builder.class);

    assertEquals(Set.of(), difference(difference(v2, core), OF_PROVIDER_BUILDERS));
    assertEquals(Set.of("configure"), difference(v1, core));
    assertEquals(difference(v2, OF_PROVIDER_BUILDERS), difference(v1, OF_PROVIDER_BUILDERS));
  }
}
