set(libraries "")
