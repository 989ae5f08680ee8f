package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which settings of a file are warned of; {@link ProfileChainContract} tests the warning. */
class UnreadProfileSettingsTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}, with {1}")
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      textBlock =
          """
          use_fips_endpoint=true              ; -                     ; use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT instead)
          USE_FIPS_ENDPOINT=TRUE              ; -                     ; use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT instead)
          use_fips_endpoint=true              ; AWS_USE_FIPS_ENDPOINT ; ''
          use_fips_endpoint=false             ; -                     ; ''
          use_dualstack_endpoint=true         ; -                     ; use_dualstack_endpoint (set AWS_USE_DUALSTACK_ENDPOINT instead)
          sts_regional_endpoints=legacy       ; -                     ; sts_regional_endpoints (set AWS_STS_REGIONAL_ENDPOINTS instead)
          sts_regional_endpoints=regional     ; -                     ; ''
          endpoint_url=https://sts.test       ; -                     ; endpoint_url (set AWS_ENDPOINT_URL_STS instead)
          endpoint_url=https://sts.test       ; AWS_ENDPOINT_URL_STS  ; ''
          endpoint_url=https://sts.test       ; AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ; ''
          services=local                      ; -                     ; services (set AWS_ENDPOINT_URL_STS instead)
          region=eu-west-1                    ; -                     ; ''
          """)
  void aSettingIsWarnedOfUnlessItChangesNothingOrIsSetElsewhere(
      String line, String set, String warning) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "[profile app]\n" + line + "\n");
    Map<String, String> origins = new HashMap<>(Map.of("AWS_USE_FIPS_ENDPOINT", "default"));
    if (set != null) {
      origins.put(set, set);
    }

    Profiles profiles =
        Profiles.read(Environment.of(Map.of("AWS_CONFIG_FILE", file.toString()), Map.of()));

    assertEquals(warning, UnreadProfileSettings.unread(profiles, "app", origins));
    assertEquals("", UnreadProfileSettings.unread(profiles, "default", origins));
  }
}
