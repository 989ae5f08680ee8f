package dev.irsa.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointParams;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * Tests the endpoint table: row by row, and beside the rule engine of SDK v2 for every region that
 * it knows and for invented ones.
 */
final class EndpointRuleTest {

  private static String host(
      String region, String partition, boolean legacy, boolean fips, boolean dualStack) {
    EndpointRule chosen = EndpointRule.choose(region, partition, legacy, fips, dualStack);
    assertNull(chosen.refusal());
    assertEquals("https", chosen.uri().getScheme());
    assertEquals("/", chosen.uri().getPath());
    return chosen.uri().getHost();
  }

  private static Refusal refusal(String region, String partition, boolean fips, boolean dual) {
    EndpointRule chosen = EndpointRule.choose(region, partition, false, fips, dual);
    assertNull(chosen.uri());
    return chosen.refusal();
  }

  @Test
  void awsGlobalHasOnlyTheGlobalEndpoint() {
    assertEquals("sts.amazonaws.com", host("aws-global", "aws", false, false, false));
    assertTrue(refusal("aws-global", "aws", true, false).found().contains("neither FIPS nor"));
    assertTrue(refusal("aws-global", "aws", false, true).found().contains("neither FIPS nor"));
  }

  @ParameterizedTest(name = "{0} has no host")
  @CsvSource({
    "aws-cn-global",
    "aws-us-gov-global",
    "aws-iso-global",
    "us-east-1-fips",
    "fips-us-east-1"
  })
  void namesThatOnlyLookLikeRegionsAreRejected(String region) {
    assertFalse(refusal(region, null, false, false).fix().isEmpty());
  }

  @ParameterizedTest(name = "{0} of a role in {1}")
  @CsvSource({
    "xx-moon-1, aws, sts.xx-moon-1.amazonaws.com",
    "xx-moon-1, aws-cn, sts.xx-moon-1.amazonaws.com.cn",
    "mars, aws-eusc, sts.mars.amazonaws.eu"
  })
  void anUnknownRegionUsesThePartitionOfTheArn(String region, String partition, String host) {
    assertEquals(host, host(region, partition, false, false, false));
  }

  @Test
  void anUnknownRegionAndPartitionAreAnErrorThatNamesTheOverride() {
    assertTrue(
        refusal("xx-moon-1", "aws-moon", false, false).fix().contains("AWS_ENDPOINT_URL_STS"));
    assertTrue(refusal("xx-moon-1", null, false, false).fix().contains("AWS_ENDPOINT_URL_STS"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "sts.amazonaws.com, true",
    "STS.eu-west-1.amazonaws.com, true",
    "sts-fips.us-east-1.api.aws, true",
    "vpce-0123-abcd.sts.eu-west-1.vpce.amazonaws.com, true",
    "sts.cn-north-1.amazonaws.com.cn, true",
    "sts.example.test, false",
    "sts.amazonaws.com.example.test, false",
    "s3.eu-west-1.amazonaws.com, false",
    "127.0.0.1, false"
  })
  void hostsOfStsAreRecognized(String host, boolean known) {
    assertEquals(known, StsHosts.isStsHost(host));
  }

  private static final List<String> MADE_UP =
      List.of(
          "eu-moon-7",
          "us-moon-99",
          "il-north-3",
          "cn-moon-1",
          "us-gov-moon-1",
          "us-iso-moon-1",
          "us-isob-moon-1",
          "eu-isoe-moon-1",
          "us-isof-moon-1",
          "eusc-de-moon-1",
          "xx-nowhere-1",
          "mars",
          "us-east",
          "us-east-1a");

  private final StsEndpointProvider rules = StsEndpointProvider.defaultProvider();

  private String theirs(String region, boolean legacy, boolean fips, boolean dualStack) {
    StsEndpointParams question =
        StsEndpointParams.builder()
            .region(Region.of(region))
            .useGlobalEndpoint(legacy)
            .useFips(fips)
            .useDualStack(dualStack)
            .build();
    try {
      return rules.resolveEndpoint(question).join().endpointUrl().toUri().toString();
    } catch (CompletionException e) {
      return "error";
    }
  }

  private static String ours(String region, boolean legacy, boolean fips, boolean dualStack) {
    // For unknown regions, the rule engine assumes the partition aws.
    String partition = Partition.ofRegion(region) == null ? "aws" : null;
    EndpointRule chosen = EndpointRule.choose(region, partition, legacy, fips, dualStack);
    if (chosen.uri() == null) {
      return "error";
    }
    String url = chosen.uri().toString();
    return url.substring(0, url.length() - 1);
  }

  /**
   * Returns whether the difference is intended: names without a host, for which the rule engine
   * invents one.
   */
  private static boolean isOnPurpose(String region, String ours) {
    boolean zone = region.equals("us-east-1a");
    return ours.equals("error") && (region.endsWith("-global") || zone);
  }

  @Test
  void theEndpointIsTheSdksForEveryRegion() {
    List<String> regions = new ArrayList<>(MADE_UP);
    for (Region region : Region.regions()) {
      regions.add(region.id());
    }
    assertTrue(regions.size() >= 40, () -> "too few regions: " + regions.size());
    List<String> differences = new ArrayList<>();
    for (String region : regions) {
      for (int bits = 0; bits < 8; bits++) {
        boolean fips = (bits & 1) != 0;
        boolean dualStack = (bits & 2) != 0;
        boolean legacy = (bits & 4) != 0;
        String ours = ours(region, legacy, fips, dualStack);
        String theirs = theirs(region, legacy, fips, dualStack);
        if (!ours.equals(theirs) && !isOnPurpose(region, ours)) {
          String asked = region + " fips=" + fips + " dualStack=" + dualStack + " legacy=" + legacy;
          differences.add(asked + ": ours " + ours + ", theirs " + theirs);
        }
      }
    }
    assertEquals(List.of(), differences);
  }
}
