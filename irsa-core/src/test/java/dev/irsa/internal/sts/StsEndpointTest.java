package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the endpoint table, row by row. */
final class StsEndpointTest {

  private static String host(
      String region, String partition, boolean legacy, boolean fips, boolean dualStack) {
    StsEndpoint chosen =
        StsEndpoint.choose(region, "AWS_REGION", partition, legacy, fips, dualStack);
    assertNull(chosen.problem());
    assertEquals("https", chosen.uri().getScheme());
    assertEquals("/", chosen.uri().getPath());
    return chosen.uri().getHost();
  }

  private static Problem problem(String region, String partition, boolean fips, boolean dual) {
    StsEndpoint chosen = StsEndpoint.choose(region, "AWS_REGION", partition, false, fips, dual);
    assertNull(chosen.uri());
    assertEquals("AWS_REGION", chosen.problem().origin());
    return chosen.problem();
  }

  static Stream<Arguments> partitions() {
    return Stream.of(
        arguments(
            "aws",
            "eu-west-1",
            "sts.eu-west-1.amazonaws.com",
            "sts-fips.eu-west-1.amazonaws.com",
            "sts.eu-west-1.api.aws",
            "sts-fips.eu-west-1.api.aws"),
        arguments(
            "aws-cn",
            "cn-north-1",
            "sts.cn-north-1.amazonaws.com.cn",
            "sts-fips.cn-north-1.amazonaws.com.cn",
            "sts.cn-north-1.api.amazonwebservices.com.cn",
            "sts-fips.cn-north-1.api.amazonwebservices.com.cn"),
        arguments(
            "aws-us-gov",
            "us-gov-west-1",
            "sts.us-gov-west-1.amazonaws.com",
            "sts.us-gov-west-1.amazonaws.com",
            "sts.us-gov-west-1.api.aws",
            "sts-fips.us-gov-west-1.api.aws"),
        arguments(
            "aws-iso",
            "us-iso-east-1",
            "sts.us-iso-east-1.c2s.ic.gov",
            "sts-fips.us-iso-east-1.c2s.ic.gov",
            "sts.us-iso-east-1.api.aws.ic.gov",
            "sts-fips.us-iso-east-1.api.aws.ic.gov"),
        arguments(
            "aws-iso-b",
            "us-isob-east-1",
            "sts.us-isob-east-1.sc2s.sgov.gov",
            "sts-fips.us-isob-east-1.sc2s.sgov.gov",
            "sts.us-isob-east-1.api.aws.scloud",
            "sts-fips.us-isob-east-1.api.aws.scloud"),
        arguments(
            "aws-iso-e",
            "eu-isoe-west-1",
            "sts.eu-isoe-west-1.cloud.adc-e.uk",
            "sts-fips.eu-isoe-west-1.cloud.adc-e.uk",
            "sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            "sts-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk"),
        arguments(
            "aws-iso-f",
            "us-isof-south-1",
            "sts.us-isof-south-1.csp.hci.ic.gov",
            "sts-fips.us-isof-south-1.csp.hci.ic.gov",
            "sts.us-isof-south-1.api.aws.hci.ic.gov",
            "sts-fips.us-isof-south-1.api.aws.hci.ic.gov"),
        arguments(
            "aws-eusc",
            "eusc-de-east-1",
            "sts.eusc-de-east-1.amazonaws.eu",
            "sts-fips.eusc-de-east-1.amazonaws.eu",
            "sts.eusc-de-east-1.api.amazonwebservices.eu",
            "sts-fips.eusc-de-east-1.api.amazonwebservices.eu"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("partitions")
  void aPartitionsHosts(
      String partition, String region, String regular, String fips, String dual, String both) {
    assertEquals(regular, host(region, partition, false, false, false));
    assertEquals(fips, host(region, partition, false, true, false));
    assertEquals(dual, host(region, partition, false, false, true));
    assertEquals(both, host(region, partition, false, true, true));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ap-northeast-1",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2"
      })
  void legacyMapsTheFifteenHistoricRegionsToTheGlobalEndpoint(String region) {
    assertEquals("sts.amazonaws.com", host(region, "aws", true, false, false));
    assertEquals("sts." + region + ".amazonaws.com", host(region, "aws", false, false, false));
    assertEquals("sts-fips." + region + ".amazonaws.com", host(region, "aws", true, true, false));
    assertEquals("sts." + region + ".api.aws", host(region, "aws", true, false, true));
  }

  @Test
  void legacyKeepsNewerRegionsRegional() {
    assertEquals("sts.eu-south-1.amazonaws.com", host("eu-south-1", "aws", true, false, false));
    assertEquals(
        "sts.us-gov-west-1.amazonaws.com", host("us-gov-west-1", null, true, false, false));
  }

  @Test
  void awsGlobalHasOnlyTheGlobalEndpoint() {
    assertEquals("sts.amazonaws.com", host("aws-global", "aws", false, false, false));
    assertTrue(problem("aws-global", "aws", true, false).found().contains("neither FIPS nor"));
    assertTrue(problem("aws-global", "aws", false, true).found().contains("neither FIPS nor"));
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
    assertFalse(problem(region, null, false, false).fix().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "ap-northeast-2a, ap-northeast-2",
    "us-gov-west-1b, us-gov-west-1",
    "eu-west-1f, eu-west-1"
  })
  void anAvailabilityZoneIsRejectedWithItsRegion(String zone, String region) {
    StsEndpoint chosen = StsEndpoint.choose(zone, "AWS_REGION", "aws", false, false, false);
    assertNull(chosen.uri());
    assertEquals(
        "AWS_REGION: \""
            + zone
            + "\" looks like an availability zone of the region "
            + region
            + ". Fix: set AWS_REGION="
            + region,
        String.valueOf(chosen.problem()));
  }

  @Test
  void thePartitionOfTheArnMustMatchTheRegion() {
    Problem problem = problem("eu-west-1", "aws-cn", false, false);

    assertTrue(problem.found().contains("region of partition aws,"), problem::found);
    assertTrue(problem.found().contains("partition aws-cn"), problem::found);
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
        problem("xx-moon-1", "aws-moon", false, false).fix().contains("AWS_ENDPOINT_URL_STS"));
    assertTrue(problem("xx-moon-1", null, false, false).fix().contains("AWS_ENDPOINT_URL_STS"));
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
    assertEquals(known, StsEndpoint.isStsHost(host));
  }
}
