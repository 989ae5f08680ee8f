package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that handles of the same identity share its limits. */
class SharedLimitsTest {

  @TempDir Path folder;

  @Test
  void fiftyHandlesWithAnExecutorEachAskOnceForADeniedRole() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    AtomicInteger calls = new AtomicInteger();
    WebIdentityExchange denying =
        (request, bound) -> {
          calls.incrementAndGet();
          throw new WebIdentityExchange.ErrorResponseException("AccessDenied", 403, null, null);
        };
    List<ExecutorService> executors = new ArrayList<>();
    List<IrsaCredentials> handles = new ArrayList<>();
    try {
      for (int handle = 0; handle < 50; handle++) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executors.add(executor);
        handles.add(
            IrsaCredentials.builder()
                .roleArn("arn:aws:iam::111122223333:role/denied")
                .webIdentityTokenFile(token)
                .region("eu-west-1")
                .webIdentityExchange(denying)
                .executor(executor)
                .build());
      }

      for (IrsaCredentials handle : handles) {
        assertThrows(ExchangeRejectedException.class, handle::credentials);
      }

      assertEquals(1, calls.get());
    } finally {
      handles.forEach(IrsaCredentials::close);
      executors.forEach(ExecutorService::shutdownNow);
    }
  }
}
