"""Courses from and to files: CSV, XLSX and JSON, and the catalogues of Open edX sites. All of a file or nothing."""
