"""The register of requests for information and of what was released. What a review publishes is none of this."""
