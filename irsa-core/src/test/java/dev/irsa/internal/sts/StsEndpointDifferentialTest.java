package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointParams;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * Compares the selected endpoints with the rule engine of SDK v2, for every region that it knows
 * and for invented ones.
 */
final class StsEndpointDifferentialTest {

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
      return rules.resolveEndpoint(question).join().url().toString();
    } catch (CompletionException e) {
      return "error";
    }
  }

  private static String ours(String region, boolean legacy, boolean fips, boolean dualStack) {
    // For unknown regions, the rule engine assumes the partition aws.
    String partition = Partition.ofRegion(region) == null ? "aws" : null;
    StsEndpoint chosen =
        StsEndpoint.choose(region, "AWS_REGION", partition, legacy, fips, dualStack);
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
  void theEndpointIsThatOfTheSdkForEveryRegion() {
    List<String> regions = new ArrayList<>(MADE_UP);
    for (Region region : Region.regions()) {
      regions.add(region.id());
    }
    List<String> differences = new ArrayList<>();
    TreeMap<String, String> onPurpose = new TreeMap<>();
    int compared = 0;
    for (String region : regions) {
      for (int bits = 0; bits < 8; bits++) {
        boolean fips = (bits & 1) != 0;
        boolean dualStack = (bits & 2) != 0;
        boolean legacy = (bits & 4) != 0;
        String ours = ours(region, legacy, fips, dualStack);
        String theirs = theirs(region, legacy, fips, dualStack);
        String asked = region + " fips=" + fips + " dualStack=" + dualStack + " legacy=" + legacy;
        compared++;
        if (!ours.equals(theirs)) {
          if (isOnPurpose(region, ours)) {
            onPurpose.put(asked, theirs);
          } else {
            differences.add(asked + ": ours " + ours + ", theirs " + theirs);
          }
        }
      }
    }
    System.out.printf(
        "endpoints compared with the rule engine: %d cases over %d regions, %d differ on purpose%n",
        compared, regions.size(), onPurpose.size());
    onPurpose.forEach(
        (asked, theirs) -> System.out.println("  on purpose: " + asked + " -> " + theirs));
    assertEquals(List.of(), differences);
    assertTrue(compared >= 8 * 40, () -> "too few regions: " + regions.size());
  }
}
