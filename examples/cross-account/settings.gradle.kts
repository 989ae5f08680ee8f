rootProject.name = "copier"
