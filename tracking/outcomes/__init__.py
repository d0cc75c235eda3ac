"""Chapter six: the school proposes a coded result with its proof, the bureau decides."""
