package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.TokenEvidence;

/** IRSA-12: the token file is missing or cannot be read as a token. */
final class TokenFileCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    PodSettings settings = evidence.allSettings();
    if (!settings.problems(SettingGroup.TOKEN_FILE).isEmpty()) {
      return SettingFaults.of(settings, SettingGroup.TOKEN_FILE);
    }
    return evidence.tokenFile().judge(TokenFileCheck::judge);
  }

  private static Finding judge(TokenEvidence file) {
    String path = Texts.plain(file.resolved().path());
    if (file.sent() == null) {
      return Finding.fail(path + " " + file.problem(), file.remedy());
    }
    return Finding.pass(path + ": " + Texts.plain(file.resolved().describe()));
  }
}
