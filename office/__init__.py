"""Who is who, as pages: people, agencies, task forces, audit."""
