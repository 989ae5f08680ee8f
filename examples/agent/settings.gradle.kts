rootProject.name = "legacy"
