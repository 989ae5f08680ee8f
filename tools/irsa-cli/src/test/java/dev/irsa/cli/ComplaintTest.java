package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintTest {

  @Test
  void theLibrarysOwnMessageIsFoundBehindThatOfTheSdk() {
    MisconfiguredException typed =
        new MisconfiguredException(
            true,
            List.of(
                new MisconfiguredException.Problem("AWS_REGION", null, "is not set", "set it")));

    String message = Complaint.of(new IllegalStateException("SDK", new IOException(typed)));

    assertEquals(typed.getMessage(), message);
  }

  @Test
  void whatTheDoctorSaysAboutItsInputIsCompleteWithoutTheCause() {
    Exception failure = new InvalidInputException("a.jar", "is not a jar", new IOException("END"));

    assertEquals("a.jar: is not a jar", Complaint.of(failure));
  }

  @Test
  void causesAreIncludedUnlessTheMessageContainsThemAlready() {
    Exception failure =
        new UncheckedIOException(
            "cannot start the lab", new IOException("no port", new IOException("no port")));

    assertEquals("cannot start the lab: no port", Complaint.of(failure));
  }

  @Test
  void aFailureWithoutAMessageIsReportedByItsType() {
    assertEquals("StackOverflowError", Complaint.of(new StackOverflowError()));
  }
}
